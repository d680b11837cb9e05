package io.duestream.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class BenchResultTest {
    private static final Histogram NOTHING = new Histogram(3);

    @Test
    void tells_no_times_where_none_were_read() {
        BenchResult result = result(0, List.of(), NOTHING, true);

        assertThat(result.json().has("latencyMillis")).isFalse();
        assertThat(result.json().has("early")).isFalse();
        assertThat(result.json().at("/rounds/0").has("latencyMillis")).isFalse();
        assertThat(result.table().get(1)).contains(" - ").doesNotContain("0.0");
    }

    @Test
    void tells_times_in_milliseconds() {
        Histogram times = new Histogram(3);
        times.recordValue(1_500);

        BenchResult result = result(0, List.of(), times, false);

        assertThat(result.json().at("/latencyMillis/p50").asDouble()).isEqualTo(1.5);
        assertThat(result.json().get("early").asInt()).isZero();
        assertThat(result.table().get(1)).contains("1.5");
    }

    @Test
    void tells_when_the_forwarder_began_anew_and_what_ended_twice() {
        BenchResult result = result(3, List.of("brokers were away", "again"), NOTHING, true);

        assertThat(result.json().get("forwarderRestarts").asInt()).isEqualTo(2);
        assertThat(result.json().get("endedTwice").asInt()).isEqualTo(3);
        assertThat(result.table())
                .contains(
                        "The forwarder began anew, and did again what it had not committed, times: 2. The first time because of brokers were away",
                        "Ends of jobs that had ended: 3. The forwarder remembers no job: an executor ran or reported them"
                                + " twice.");
    }

    @Test
    void asks_for_a_report_when_a_tracker_ended_a_job_twice() {
        assertThat(result(1, List.of(), NOTHING, false).table())
                .anyMatch(line -> line.startsWith("Ends of jobs that had ended: 1. That must not be"));
        assertThat(result(0, List.of(), NOTHING, false).table()).noneMatch(line -> line.startsWith("Ends of jobs"));
    }

    private static BenchResult result(int repeated, List<String> restarts, Histogram times, boolean forwarder) {
        RoundResult round = new RoundResult(1_000, 2_000, times, times, 0, repeated, Map.of("executor", 1.0));
        return new BenchResult(
                "some", new BenchRun.Outcome(List.of(round), List.of(), restarts), forwarder, Map.of(), Map.of());
    }
}
