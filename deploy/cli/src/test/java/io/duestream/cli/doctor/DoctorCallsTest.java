package io.duestream.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.cli.Duestream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class DoctorCallsTest {
    private final StringWriter said = new StringWriter();

    @Test
    void without_brokers_it_could_not_look() {
        assertThat(run("doctor", "--bootstrap", "localhost:1")).isEqualTo(2);
        assertThat(said.toString()).contains("cannot reach Kafka at localhost:1");
    }

    @Test
    void a_check_that_there_is_not_is_told_with_those_there_are() {
        assertThat(run("doctor", "--only", "lags")).isEqualTo(2);
        assertThat(said.toString()).contains("there is no check lags", "lag", "zookeeper");
    }

    private int run(String... words) {
        PrintWriter out = new PrintWriter(said, true);
        return Duestream.run(out, out, words);
    }
}
