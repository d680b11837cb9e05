package io.duestream.tracker.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.JobKey;
import io.duestream.tracker.store.ParkedStore.Parked;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class SmallStoresTest {
    private final MemoryStores stores = new MemoryStores();

    @Test
    void open_counts_are_kept_by_group_and_partition_and_none_for_zero() {
        KeyValueStore<Bytes, byte[]> rows = stores.keyValue();
        InFlightStore inFlight = new InFlightStore(rows);
        inFlight.put("mail", 0, 3);
        inFlight.put("mail", 300, 4);
        inFlight.put("mail-box", 0, 5);
        inFlight.put("mail", 1, 6);
        inFlight.put("mail", 1, 0);

        assertThat(inFlight.of("mail")).isEqualTo(Map.of(0, 3, 300, 4));
        assertThat(inFlight.of("ma")).isEmpty();
        assertThat(MemoryStores.rows(rows)).hasSize(3);
    }

    @Test
    void the_walker_goes_on_where_it_was_and_a_walk_that_ended_begins_anew() {
        Marks marks = new Marks(stores.keyValue());
        assertThat(marks.walkedTo()).isEmpty();
        marks.walkedTo(Optional.of(JobKey.parse("mail/a/b")));
        assertThat(marks.walkedTo()).contains(JobKey.parse("mail/a/b"));
        marks.walkedTo(Optional.empty());
        assertThat(marks.walkedTo()).isEmpty();
    }

    @Test
    void a_submission_is_known_within_the_window_before_and_after() {
        SubmissionStore submissions = new SubmissionStore(stores.window(Duration.ofHours(2)), Duration.ofHours(1));
        long hour = Duration.ofHours(1).toMillis();
        long at = 100 * hour;
        submissions.add(id("a"), at);

        assertThat(submissions.seen(id("a"), at)).isTrue();
        assertThat(submissions.seen(id("a"), at + hour)).isTrue();
        assertThat(submissions.seen(id("a"), at - 5))
                .as("leaders' clocks differ")
                .isTrue();
        assertThat(submissions.seen(id("a"), at + hour + 1)).isFalse();
        assertThat(submissions.seen(id("b"), at)).isFalse();
    }

    @Test
    void a_short_window_can_be_set() {
        assertThat(StateStores.all(Duration.ofMinutes(1))).hasSize(StateStores.names().length);
    }

    @Test
    void parked_records_come_back_as_they_were_by_topic_and_offset() {
        ParkedStore parked = new ParkedStore(stores.keyValue());
        Parked second = new Parked("x.commands", 300, null, new byte[] {1});
        Parked first = new Parked("x.commands", 2, new byte[] {}, new byte[] {2, 3});
        Parked third = new Parked("x.feedback", 1, new byte[] {4}, new byte[] {});
        List.of(second, third, first).forEach(parked::add);

        assertThat(parked.after(null, 10))
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(first, second, third);
        assertThat(parked.after(first, 1))
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(second);
        parked.remove(first);
        assertThat(parked.after(null, 10)).hasSize(2);
    }

    private static byte[] id(String id) {
        return id.getBytes(StandardCharsets.UTF_8);
    }
}
