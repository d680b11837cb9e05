package io.duestream.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.cli.Duestream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class VerifyCommandTest {
    private static void assertWrong(String message, String... options) {
        String[] call = new String[options.length + 2];
        call[0] = "audit";
        call[1] = "verify";
        System.arraycopy(options, 0, call, 2, options.length);
        StringWriter err = new StringWriter();

        int exitCode = Duestream.run(new PrintWriter(new StringWriter()), new PrintWriter(err), call);

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }

    @Test
    void a_span_that_ends_before_it_begins_is_a_wrong_call() {
        assertWrong(
                "--from is 2027-03-14T09:00:00Z, not before --to",
                "--from",
                "2027-03-14T09:00:00Z",
                "--to",
                "2027-03-14T06:00:00Z");
    }

    @Test
    void options_out_of_their_range_are_a_wrong_call() {
        assertWrong("--grace is -1; 0 to 86400 are allowed", "--grace=-1");
        assertWrong("--list is -1; 0 to 1000000 are allowed", "--list=-1");
        assertWrong("yesterday", "--from", "yesterday");
    }
}
