package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.duestream.specs.fixture.Brokers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a backlog, a burst, a lost and a new tracker change about how long jobs wait. */
@Timeout(120)
class BenchWaitsSpec {
    private final BenchCall bench = new BenchCall(Brokers.embedded().bootstrapServers());

    @Test
    void a_backlog_tells_what_it_costs_beside_a_cluster_without_one() throws Exception {
        JsonNode json = bench.figures("backlog --backlog 200 --timers 20 --window 1");

        assertThat(json.at("/load/jobsPerSecond").asLong()).isPositive();
        assertThat(json.at("/bytesPerJob/stateDirectory").isNumber()).isTrue();
        assertThat(json.at("/bytesPerJob/changelogs").asDouble()).isGreaterThan(100);
        assertThat(json.at("/bytesPerJob/otherTopics").fieldNames())
                .toIterable()
                .contains("bench-backlog-loaded.commands");
        assertThat(json.at("/trackerResidentMiB/most").asInt()).isPositive();
        assertThat(json.at("/jobsTakenBefore/with").asInt()).isEqualTo(200);
        assertThat(json.at("/jobsTakenBefore/without").asInt())
                .as("a tracker that took more jobs is better compiled")
                .isEqualTo(200);
        for (String ratio : List.of("throughputRatio", "timersP50Ratio", "timersP99Ratio")) {
            assertThat(json.at("/" + ratio + "/median").asDouble()).as(ratio).isPositive();
        }
        assertThat(json.get("early").asInt()).isZero();
        assertThat(json.get("endedTwice").asInt()).isZero();
    }

    @Test
    void a_burst_tells_how_fast_it_drains_and_how_late_a_trickle_is_meanwhile() throws Exception {
        JsonNode json = bench.figures("burst --trickle 200");

        assertThat(json.get("ratio").asDouble()).isPositive();
        assertThat(json.get("throughputJobsPerSecond").asLong()).isPositive();
        assertThat(json.at("/trickleLatenessMillis/count").asLong()).isPositive();
        assertThat(json.at("/trickleLatenessMillis/max").asDouble()).isPositive();
        assertThat(json.at("/latenessMillis/count").asLong()).isPositive();
        assertThat(json.get("early").asInt()).isZero();
        assertThat(json.get("endedTwice").asInt()).isZero();
    }

    @Test
    void a_failover_tells_the_longest_wait_for_a_timer() throws Exception {
        JsonNode json = bench.told("failover --runs 1 --window 2 --partitions 2 --warm-up 0", BenchCall.SMALL);

        assertThat(json.get("longestGapMillis").asDouble())
                .as("the others wait for the session of a tracker that was killed")
                .isGreaterThan(1_000)
                .isEqualTo(json.at("/latenessMillis/max").asDouble());
        assertThat(json.at("/gapMillis/median").asDouble()).isPositive();
        assertThat(json.get("early").asInt()).isZero();
        assertThat(json.get("endedTwice").asInt()).isZero();
        assertThat(json.get("rounds")).hasSize(1);
    }

    @Test
    void a_restart_tells_how_long_jobs_wait_with_state_and_without() throws Exception {
        JsonNode json = bench.told("restart --runs 1 --backlog 50 --warm-up 0 --partitions 1", BenchCall.SMALL);

        for (String state : List.of("Kept", "Wiped")) {
            double first =
                    json.at("/firstDispatchMillisState" + state + "/median").asDouble();
            assertThat(first).as(state).isPositive();
            assertThat(json.at("/lastDispatchMillisState" + state + "/median").asDouble())
                    .as(state)
                    .isGreaterThanOrEqualTo(first);
        }
        assertThat(json.get("early").asInt()).isZero();
        assertThat(json.get("endedTwice").asInt()).isZero();
    }
}
