package io.duestream.client.sender;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.client.failstore.RecordKind;
import io.duestream.client.sender.Lanes.Flight;
import io.duestream.client.sender.Lanes.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class LanesTest {
    private static final Instant WALL = Instant.parse("2027-03-01T12:00:00Z");
    private static final SendFailure AWAY = new SendFailure(SendFailure.Kind.UNKNOWN, new TimeoutException("away"));

    private final Lanes lanes = new Lanes(SenderTimes.DEFAULT, new Pending(), false, 0);
    private long now = 1;

    @Test
    void reports_of_a_job_go_at_once_while_nothing_fails_and_commands_one_by_one() {
        assertThat(offer(RecordKind.REPORT, "a")).isPresent();
        assertThat(offer(RecordKind.REPORT, "a")).isPresent();
        assertThat(offer(RecordKind.COMMAND, "b")).isPresent();
        assertThat(offer(RecordKind.COMMAND, "b")).isEmpty();
    }

    @Test
    void after_a_failure_a_job_goes_on_as_fast_as_it_is_acknowledged() {
        List<Flight> failing = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            failing.add(offer(RecordKind.COMMAND, "a" + i % 2).orElse(null));
        }
        failing.stream().filter(each -> each != null).forEach(this::fail);
        assertThat(due()).isEmpty();
        now += Duration.ofSeconds(1).toNanos();

        List<Long> arrived = new ArrayList<>();
        for (List<Flight> due = due(); !due.isEmpty(); due = due()) {
            due.forEach(each -> {
                lanes.arrived(each.parcel());
                arrived.add(each.parcel().sequence);
            });
        }

        assertThat(arrived).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(lanes.isEmpty()).isTrue();
    }

    @Test
    void while_nothing_arrives_a_few_lanes_try_in_turn_and_the_first_arrival_wakes_all() {
        List<Flight> flights = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            flights.add(offer(RecordKind.COMMAND, "lane-" + i).orElseThrow());
        }
        flights.forEach(this::fail);
        List<String> tried = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            now += Duration.ofSeconds(10).toNanos();
            List<Flight> probes = due();
            assertThat(probes).hasSize(3);
            probes.forEach(each -> tried.add(each.parcel().lane));
            probes.forEach(this::fail);
        }
        assertThat(tried).as("each probe is of another lane").doesNotHaveDuplicates();

        now += Duration.ofSeconds(10).toNanos();
        lanes.arrived(due().get(0).parcel());

        assertThat(due()).hasSize(17);
    }

    @Test
    void one_lane_that_fails_while_others_arrive_holds_up_nobody() {
        Flight bad = offer(RecordKind.COMMAND, "bad").orElseThrow();
        lanes.arrived(offer(RecordKind.COMMAND, "good").orElseThrow().parcel());
        fail(bad);

        assertThat(lanes.isDown()).isFalse();
        assertThat(offer(RecordKind.COMMAND, "good")).isPresent();
        assertThat(offer(RecordKind.COMMAND, "bad")).isEmpty();
    }

    private Optional<Flight> offer(RecordKind kind, String lane) {
        OutgoingRecord record = new OutgoingRecord(kind, lane, "topic", new byte[1], new byte[1]);
        return lanes.offer(new Parcel(lanes.nextSequence(), record, () -> {}), now, WALL);
    }

    private void fail(Flight flight) {
        assertThat(lanes.failed(flight, AWAY, Optional.empty(), now)).isEqualTo(Verdict.AGAIN);
    }

    private List<Flight> due() {
        return lanes.due(now, WALL);
    }
}
