package io.duestream.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.record.NodeReport;
import io.duestream.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.junit.jupiter.api.Test;

/** What checks make of answers that a healthy broker would not give. */
class JudgementsTest {
    private static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");

    @Test
    void brokers_that_are_too_old_are_found() {
        assertThat(BrokerSettings.features(Map.of()))
                .extracting(Finding::found)
                .anySatisfy(each -> assertThat(each).contains("metadata.version"))
                .anySatisfy(each -> assertThat(each).contains("transaction.version is 0"));
    }

    @Test
    void brokers_that_are_set_otherwise_are_found() {
        assertThat(BrokerSettings.settings(
                        "broker 1",
                        Map.of(
                                "group.coordinator.rebalance.protocols", "consumer",
                                "transaction.max.timeout.ms", "5000",
                                "offsets.retention.minutes", "60",
                                "socket.request.max.bytes", "1000000")))
                .extracting(Finding::found)
                .containsExactlyInAnyOrder(
                        "broker 1 has group.coordinator.rebalance.protocols=consumer",
                        "broker 1 has transaction.max.timeout.ms=5000",
                        "broker 1 has offsets.retention.minutes=60",
                        "broker 1 has socket.request.max.bytes=1000000");
        assertThat(BrokerSettings.settings("broker 1", Map.of("group.coordinator.rebalance.protocols", "classic,x")))
                .isEmpty();
    }

    @Test
    void changelogs_that_are_too_long_are_read_ten_times_and_the_rest_is_named() {
        assertThat(Shares.of(399_999)).isEqualTo(new Shares(1, 1));
        assertThat(Shares.of(3_999_999).all()).isTrue();
        assertThat(Shares.of(40_000_000)).isEqualTo(new Shares(10, 101));
        assertThat(new StateFindings(Set.of(), Map.of(), 0, Map.of(3, Shares.of(40_000_000)))
                        .of(StateFindings.Kind.OVERDUE))
                .extracting(Finding::found)
                .singleElement()
                .asString()
                .contains("of the jobs of task 3 only 10 of 101 equal shares were looked at");
    }

    @Test
    void a_topic_that_keeps_records_longer_or_for_ever_is_fine() {
        assertThat(TopicSettings.retention(Topics.of("duestream").audit(), "-1"))
                .isEmpty();
        assertThat(TopicSettings.retention(Topics.of("duestream").audit(), "99999999999"))
                .isEmpty();
        assertThat(TopicSettings.retention(Topics.of("duestream").audit(), "1000"))
                .isPresent();
    }

    @Test
    void a_report_that_is_late_on_its_way_says_nothing_of_a_clock() {
        List<SeenReport> reports = List.of(
                new SeenReport(NOW, report("slow", NOW.minusSeconds(30), 0)),
                new SeenReport(NOW, report("slow", NOW.minusMillis(20), 0)));

        assertThat(Clocks.judge(reports, NOW)).isEmpty();
    }

    @Test
    void a_broker_that_lives_in_the_future_is_found() {
        Instant ahead = NOW.plusSeconds(60);

        assertThat(Clocks.judge(List.of(new SeenReport(ahead, report("one", ahead, 0))), NOW))
                .singleElement()
                .satisfies(each -> assertThat(each.found()).contains("60.0 s in the future"));
    }

    @Test
    void a_fail_store_that_empties_is_fine() {
        List<SeenReport> reports = new ArrayList<>();
        for (int second = 0; second < 30; second++) {
            Instant at = NOW.minusSeconds(30 - second);
            reports.add(new SeenReport(at, report("draining", at, 100 - second)));
            reports.add(new SeenReport(at, report("empty", at, second == 3 ? 5 : 0)));
        }

        assertThat(FailStores.judge(reports, NOW)).isEmpty();
    }

    @Test
    void the_worst_is_told_first_and_a_check_that_could_not_look_is_told() {
        Diagnosis diagnosis = new Diagnosis();
        diagnosis.found(new Clocks(), List.of(Finding.note("a", "b", "c"), Finding.warning("d", "e", "f")));
        diagnosis.found(new Lag(), List.of(Finding.error("g", "h", "i")));
        diagnosis.couldNotLook(new OpenLetters(), "not authorised");

        assertThat(diagnosis.lines())
                .containsExactly(
                        "ERROR lag: g",
                        "    expected  h",
                        "    to mend   i",
                        "WARNING clocks: d",
                        "    expected  e",
                        "    to mend   f",
                        "NOTE clocks: a",
                        "    expected  b",
                        "    to mend   c",
                        "NOT LOOKED AT dead-letters: not authorised",
                        "2 checks, 3 findings, 1 checks could not look");
        assertThat(diagnosis.sick()).isTrue();
    }

    @Test
    void brokers_with_the_features_that_are_needed_are_fine() {
        assertThat(BrokerSettings.features(Map.of("metadata.version", range(25), "transaction.version", range(2))))
                .isEmpty();
    }

    private static FinalizedVersionRange range(int level) {
        try {
            var constructor = FinalizedVersionRange.class.getDeclaredConstructor(short.class, short.class);
            constructor.setAccessible(true);
            return constructor.newInstance((short) level, (short) level);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static NodeReport report(String node, Instant at, long stored) {
        return new NodeReport(
                node,
                "executor",
                "mail",
                at,
                1,
                0,
                0,
                0,
                0,
                0,
                0,
                stored,
                Optional.empty(),
                1,
                2,
                false,
                at.minus(Duration.ofHours(1)),
                "1",
                Optional.empty(),
                "",
                Optional.empty(),
                List.of());
    }
}
