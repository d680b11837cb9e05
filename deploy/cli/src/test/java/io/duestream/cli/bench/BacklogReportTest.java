package io.duestream.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.bench.BacklogExperiment.Pair;
import io.duestream.cli.bench.BacklogExperiment.Taken;
import io.duestream.cli.output.JsonOutput;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class BacklogReportTest {
    private final BacklogReport report = new BacklogReport(
            1_000,
            100,
            List.of(round(500, 1), round(1_000, 1)),
            new StoredBytes(200_000, 300_000, Map.of("x.commands", 150_000L)),
            List.of(new Resident(700, 800), new Resident(750, 900)),
            new Taken(1_200, 1_190),
            List.of(new Pair(round(90, 4_000), round(100, 5_000), round(1, 12_000), round(1, 10_000))));

    @Test
    void divides_what_was_with_the_backlog_by_what_was_without() {
        ObjectNode json = json();

        assertThat(json.at("/throughputRatio/median").asDouble()).isEqualTo(0.9);
        assertThat(json.at("/timersP50Ratio/median").asDouble()).isEqualTo(1.2);
        assertThat(json.get("jobsPerSecond").asInt()).isEqualTo(90);
        assertThat(json.at("/latenessMillis/max").asDouble())
                .as("of the timers")
                .isBetween(11.9, 12.1);
        assertThat(json.at("/latencyMillis/max").asDouble()).as("of throughput").isBetween(3.9, 4.1);
    }

    @Test
    void leaves_one_payload_out_of_state_and_changelogs() {
        ObjectNode bytes = (ObjectNode) json().get("bytesPerJob");

        assertThat(bytes.get("stateDirectory").asInt()).isEqualTo(200);
        assertThat(bytes.get("changelogs").asInt()).isEqualTo(300);
        assertThat(bytes.get("stateDirectoryAndChangelogsBeyondPayload").asInt())
                .isEqualTo(400);
        assertThat(bytes.at("/otherTopics/x.commands").asInt()).isEqualTo(150);
    }

    @Test
    void a_slow_part_of_the_load_counts_as_long_as_it_took() {
        assertThat(json().at("/load/jobsPerSecond").asInt())
                .as("1,000 jobs in one second and a half")
                .isEqualTo(667);
    }

    @Test
    void tells_what_each_tracker_had_taken_before_they_were_compared() {
        assertThat(json().at("/jobsTakenBefore/with").asInt()).isEqualTo(1_200);
        assertThat(json().at("/jobsTakenBefore/without").asInt()).isEqualTo(1_190);
        assertThat(report.lines()).anyMatch(line -> line.contains("1,200 with the backlog, 1,190 without"));
    }

    private ObjectNode json() {
        ObjectNode node = JsonOutput.object();
        report.write(node);
        return node;
    }

    private static RoundResult round(double jobsPerSecond, long micros) {
        Histogram times = Figures.none();
        times.recordValue(micros);
        return new RoundResult(
                jobsPerSecond, 1, times, times, Figures.none(), true, 0, 0, Map.of(), Map.of("executor", 1.0));
    }
}
