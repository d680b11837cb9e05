package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.cli.Duestream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The first thing a stranger runs. */
class DemoSpec {
    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void every_sample_job_of_the_demo_does_what_it_should() {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();

        int exitCode = Duestream.run(new PrintWriter(out, true), new PrintWriter(err, true), "demo", "--exit");

        assertThat(out.toString()).doesNotContain("NOT AS EXPECTED").contains("samples did what they should");
        assertThat(err.toString()).isEmpty();
        assertThat(exitCode).isZero();
    }
}
