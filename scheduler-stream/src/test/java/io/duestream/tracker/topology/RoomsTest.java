package io.duestream.tracker.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.JobKey;
import io.duestream.tracker.core.LossLimit;
import io.duestream.tracker.core.ReadyShard;
import io.duestream.tracker.dispatch.ReadyRows.Row;
import io.duestream.tracker.store.InFlightStore;
import io.duestream.tracker.store.ReadyStore;
import io.duestream.tracker.store.RequestStore;
import io.duestream.tracker.store.SettingsStore;
import io.duestream.tracker.store.StateStores;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoomsTest {
    private final TaskUnderTest task = new TaskUnderTest().assigned();
    private final TrackerScope scope = new TrackerScope(
            task.topics,
            TaskUnderTest.NODE,
            TrackerScope.defaultLifecycle(),
            1,
            task.known,
            task.running,
            group -> 1,
            () -> "nonce",
            task.pace);
    private final InForce settings = new InForce(new SettingsStore(task.store(StateStores.SETTINGS)));
    private final ReadyStore ready = new ReadyStore(task.store(StateStores.READY));
    private final Rooms rooms =
            new Rooms(scope, ready, new InFlightStore(task.store(StateStores.IN_FLIGHT)), settings, admissions());

    private Admissions admissions() {
        RecordWriter writer = new RecordWriter(task.topics, TaskUnderTest.NODE, 0, LossLimit.DEFAULT);
        Admissions.Sending nowhere = new Admissions.Sending(writer, records -> {}, () -> task.now);
        Admissions.Keeping requests =
                new Admissions.Keeping(new RequestStore(task.store(StateStores.REQUESTS)), () -> 1);
        return new Admissions(scope, 0, nowhere, settings, ready, requests);
    }

    @AfterEach
    void stop() {
        task.close();
    }

    @Test
    void a_decision_that_reserved_nothing_makes_no_room() {
        rooms.giveBack("nobody", List.of());

        assertThat(rooms.kept()).isZero();
    }

    @Test
    void however_many_groups_are_named_only_so_many_rooms_stay() {
        nameManyGroups();

        assertThat(rooms.kept()).isLessThanOrEqualTo(Rooms.KEPT);
    }

    @Test
    void a_room_stays_while_something_is_out() {
        rooms.reserve("mail", 100, task.now);
        rooms.reserve("mail", 100, task.now);
        assertThat(rooms.reserve("mail", 100, task.now)).isEmpty();

        nameManyGroups();

        assertThat(rooms.reserve("mail", 100, task.now)).isEmpty();
    }

    @Test
    void what_waits_is_found_again_however_many_groups_are_named() {
        JobKey key = JobKey.parse("fax/a");
        ReadyShard shard = new ReadyShard(100, task.now, 7, 1, 0);
        rooms.repair(key, shard);

        nameManyGroups();

        assertThat(rooms.next("fax")).contains(new Row(key, shard));
    }

    private void nameManyGroups() {
        for (int i = 0; i < 3 * Rooms.KEPT; i++) {
            assertThat(rooms.next("group-" + i)).isEmpty();
        }
    }
}
