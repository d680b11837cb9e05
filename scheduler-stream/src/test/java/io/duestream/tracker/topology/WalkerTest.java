package io.duestream.tracker.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.JobDefinition;
import io.duestream.job.JobKey;
import io.duestream.record.AuditRecord;
import io.duestream.record.JobDispatch;
import io.duestream.record.WalkInput;
import io.duestream.record.command.PauseJob;
import io.duestream.record.event.AttemptDoubtSent;
import io.duestream.record.event.AttemptEnd;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.JobCarried;
import io.duestream.record.report.DoubtReason;
import io.duestream.tracker.store.StateStores;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WalkerTest {
    private static final Duration LATER = Duration.ofDays(100);

    private TaskUnderTest task;

    @BeforeEach
    void start() {
        task = new TaskUnderTest().started();
    }

    @AfterEach
    void stop() {
        task.close();
    }

    @Test
    void a_job_whose_last_full_copy_is_old_is_carried_whole() {
        task.submit("mail/a", JobDefinition.builder().at(task.now.plus(LATER)));
        task.advance(Duration.ofDays(10));
        assertThat(task.sent.events(JobCarried.class)).isEmpty();
        task.advance(Duration.ofHours(1));

        assertThat(task.sent.events(JobCarried.class)).hasSize(1);
        AuditRecord carried = task.sent.audit().get(1);
        assertThat(carried.key()).isEqualTo(JobKey.parse("mail/a"));
        assertThat(carried.sequence()).contains(2L);
        assertThat(carried.input()).isEqualTo(new WalkInput());
        task.advance(Duration.ofDays(10));
        assertThat(task.sent.events(JobCarried.class)).hasSize(2);
    }

    @Test
    void a_missing_timer_row_is_put_back() {
        Instant due = task.now.plus(Duration.ofHours(1));
        task.submit("mail/a", JobDefinition.builder().at(due));
        clear(StateStores.TIMERS);
        task.advanceTo(due.plusSeconds(1));

        assertThat(task.sent.dispatches("mail")).hasSize(1);
    }

    @Test
    void a_missing_row_of_the_queue_is_put_back() {
        task.groups.remove("mail");
        task.submit("mail/a", JobDefinition.builder());
        clear(StateStores.READY);
        task.restarted();
        task.groups.put("mail", 1);
        task.advance(Duration.ofMinutes(11));

        assertThat(task.sent.dispatches("mail")).hasSize(1);
    }

    @Test
    void rows_that_are_in_order_are_not_written_again() {
        task.groups.remove("mail");
        task.submit("mail/a", JobDefinition.builder().at(task.now.plus(LATER)));
        task.submit("mail/b", JobDefinition.builder());
        task.sent.forget();
        Object before = Rows.of(task);
        task.advance(Duration.ofHours(2));

        assertThat(Rows.of(task)).isEqualTo(before);
        assertThat(task.sent.size()).isZero();
    }

    @Test
    void an_attempt_that_no_executor_ever_saw_is_doubted_and_handed_out_again() {
        task.submit("mail/a", JobDefinition.builder());
        JobDispatch run = task.sent.dispatches("mail").get(0);
        task.advanceTo(run.startBy().plus(Duration.ofMinutes(4)));
        assertThat(task.sent.events(AttemptDoubtSent.class)).isEmpty();
        task.advance(Duration.ofMinutes(12));
        assertThat(task.sent.events(AttemptDoubtSent.class))
                .extracting(AttemptDoubtSent::reason)
                .isNotEmpty()
                .containsOnly(DoubtReason.UNSEEN);

        task.comeBack();
        assertThat(task.sent.events(AttemptEnded.class))
                .extracting(AttemptEnded::end)
                .containsExactly(AttemptEnd.NOT_STARTED);
        assertThat(task.sent.dispatches("mail")).hasSize(2);
    }

    @Test
    void an_executor_that_takes_and_never_reports_gives_its_room_back() {
        task.submit("mail/a", JobDefinition.builder());
        JobDispatch silent = task.sent.dispatches("mail").get(0);
        task.advanceTo(silent.startBy().plus(Duration.ofMinutes(16)));
        task.comeBack();
        JobDispatch again = task.sent.dispatches("mail").get(1);
        assertThat(again.token()).isGreaterThan(silent.token());
        task.succeed(again);

        assertThat(Rows.in(task, StateStores.IN_FLIGHT)).isEmpty();
    }

    @Test
    void beside_work_a_step_is_taken_each_second_and_all_jobs_get_their_turn() {
        IntStream.range(0, 120)
                .forEach(i -> task.submit("mail/a" + i, JobDefinition.builder().at(task.now.plus(LATER))));
        clear(StateStores.TIMERS);
        for (int i = 0; i < 4; i++) {
            task.advance(Duration.ofSeconds(1));
            task.command("mail/nobody", new PauseJob(""));
        }

        assertThat(Rows.in(task, StateStores.TIMERS)).hasSize(120);
    }

    @Test
    void a_walk_goes_on_after_a_restart_where_it_was() {
        IntStream.range(0, 60)
                .forEach(i ->
                        task.submit("mail/a" + (10 + i), JobDefinition.builder().at(task.now.plus(LATER))));
        task.advance(Duration.ofMinutes(2));
        task.command("mail/nobody", new PauseJob(""));
        clear(StateStores.TIMERS);
        task.restarted();
        task.advance(Duration.ofSeconds(1));
        task.command("mail/nobody", new PauseJob(""));

        assertThat(Rows.in(task, StateStores.TIMERS)).hasSize(10);
    }

    @Test
    void a_job_that_cannot_be_read_stops_no_walk() {
        task.submit("mail/a", JobDefinition.builder().at(task.now.plus(LATER)));
        task.submit("mail/b", JobDefinition.builder().at(task.now.plus(LATER)));
        KeyValueStore<Bytes, byte[]> jobs = task.store(StateStores.JOBS);
        jobs.put(Bytes.wrap("mail/a".getBytes(StandardCharsets.UTF_8)), new byte[] {1});
        task.advance(Duration.ofDays(11));

        assertThat(task.sent.events(JobCarried.class)).hasSize(1);
    }

    @Test
    void a_clock_that_was_set_back_does_not_stop_the_walk() {
        task.submit("mail/a", JobDefinition.builder().at(task.now.plus(LATER)));
        clear(StateStores.TIMERS);
        task.now = task.now.minus(Duration.ofDays(1));
        task.setClock();
        task.command("mail/nobody", new PauseJob(""));

        assertThat(Rows.in(task, StateStores.TIMERS)).hasSize(1);
    }

    private void clear(String name) {
        KeyValueStore<Bytes, byte[]> store = task.store(name);
        Rows.in(task, name).forEach(store::delete);
    }
}
