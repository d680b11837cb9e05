package io.duestream.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.bench.RatesExperiment.Place;
import io.duestream.cli.output.JsonOutput;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class RatesReportTest {
    private static final Histogram NOTHING = new Histogram(3);

    @Test
    void tells_no_times_where_none_were_read() {
        RatesReport result = result(0, List.of(), NOTHING, true);

        assertThat(json(result).has("latencyMillis")).isFalse();
        assertThat(json(result).has("early")).isFalse();
        assertThat(json(result).at("/rounds/0").has("latencyMillis")).isFalse();
        assertThat(result.lines().get(1)).contains(" - ").doesNotContain("0.0");
    }

    @Test
    void tells_times_in_milliseconds() {
        Histogram times = new Histogram(3);
        times.recordValue(1_500);

        RatesReport result = result(0, List.of(), times, false);

        assertThat(json(result).at("/latencyMillis/p50").asDouble()).isEqualTo(1.5);
        assertThat(json(result).get("early").asInt()).isZero();
        assertThat(result.lines().get(1)).contains("1.5");
    }

    @Test
    void tells_when_the_forwarder_began_anew_and_what_ended_twice() {
        RatesReport result = result(3, List.of("brokers were away", "again"), NOTHING, true);

        assertThat(json(result).get("forwarderRestarts").asInt()).isEqualTo(2);
        assertThat(json(result).get("endedTwice").asInt()).isEqualTo(3);
        assertThat(result.lines())
                .contains(
                        "The forwarder began anew, and did again what it had not committed, times: 2. The first time because of brokers were away",
                        "Ends of jobs that had ended: 3. The forwarder remembers no job: an executor ran or reported them"
                                + " twice.");
    }

    @Test
    void asks_for_a_report_when_a_tracker_ended_a_job_twice() {
        assertThat(result(1, List.of(), NOTHING, false).lines())
                .anyMatch(line -> line.startsWith("Ends of jobs that had ended: 1. That must not be"));
        assertThat(result(0, List.of(), NOTHING, false).lines()).noneMatch(line -> line.startsWith("Ends of jobs"));
    }

    @Test
    void divides_each_round_by_the_one_with_the_forwarder_beside_it() {
        RatesReport result = new RatesReport(
                List.of(round(1_000, 0, NOTHING), round(2_000, 0, NOTHING), round(900, 0, NOTHING)),
                List.of(),
                List.of(round(2_000, 0, NOTHING), round(2_000, 4, NOTHING), round(1_000, 0, NOTHING)),
                List.of(),
                Place.TRACKER_AND_FORWARDER);

        assertThat(json(result).get("ratio").asDouble()).isEqualTo(0.9);
        assertThat(json(result).at("/ratios/least").asDouble()).isEqualTo(0.5);
        assertThat(json(result).at("/ratios/most").asDouble()).isEqualTo(1.0);
        assertThat(json(result).at("/rounds/0/ratio").asDouble()).isEqualTo(0.5);
        assertThat(json(result).get("endedTwice").asInt()).isZero();
        assertThat(json(result).get("ceilingEndedTwice").asInt()).isEqualTo(4);
        assertThat(result.lines()).anyMatch(line -> line.contains("round by round: median 0.90, from 0.50 to 1.00"));
    }

    private static ObjectNode json(RatesReport result) {
        ObjectNode node = JsonOutput.object();
        result.write(node);
        return node;
    }

    private static RatesReport result(int repeated, List<String> restarts, Histogram times, boolean forwarder) {
        return new RatesReport(
                List.of(round(1_000, repeated, times)),
                List.of(),
                List.of(),
                restarts,
                forwarder ? Place.FORWARDER : Place.TRACKER);
    }

    static RoundResult round(double jobsPerSecond, int repeated, Histogram times) {
        return new RoundResult(
                jobsPerSecond, 2_000, times, times, NOTHING, true, 0, repeated, Map.of(), Map.of("executor", 1.0));
    }
}
