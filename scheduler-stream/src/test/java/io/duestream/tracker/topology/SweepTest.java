package io.duestream.tracker.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.JobDefinition;
import io.duestream.job.JobKey;
import io.duestream.record.JobDispatch;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.AttemptDoubtSent;
import io.duestream.record.event.AttemptEnd;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.RetryScheduled;
import io.duestream.record.report.AttemptDoubted;
import io.duestream.record.report.DoubtReason;
import io.duestream.tracker.store.Marks;
import io.duestream.tracker.store.StateStores;
import io.duestream.tracker.store.TimerStore;
import io.duestream.tracker.store.TimerStore.Timer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SweepTest {
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
    void a_job_due_before_all_that_were_seen_is_found_after_a_restart() {
        Instant begin = task.now;
        task.submit("mail/first", JobDefinition.builder().at(begin.plusSeconds(1)));
        task.submit("mail/tomorrow", JobDefinition.builder().at(begin.plus(Duration.ofDays(1))));
        task.advance(Duration.ofMinutes(2));
        assertThat(task.sent.dispatches("mail")).hasSize(1);

        task.submit("mail/soon", JobDefinition.builder().at(begin.plus(Duration.ofMinutes(10))));
        task.restarted();
        task.advanceTo(begin.plus(Duration.ofMinutes(10)));

        assertThat(task.sent.dispatches("mail")).extracting(JobDispatch::taskId).containsExactly("soon");
    }

    @Test
    void a_clock_that_was_set_back_does_not_hide_what_comes_due_then() {
        task.submit("mail/first", JobDefinition.builder().at(task.now.plusSeconds(1)));
        task.advance(Duration.ofMinutes(2));
        task.now = task.now.minus(Duration.ofHours(1));
        task.setClock();

        Instant due = task.now.plusSeconds(30);
        task.submit("mail/again", JobDefinition.builder().at(due));
        task.restarted();
        task.advanceTo(due);

        assertThat(task.sent.dispatches("mail")).extracting(JobDispatch::taskId).containsExactly("again");
    }

    @Test
    void many_jobs_due_at_once_are_swept_in_turns_and_none_is_left() {
        task.threads.put("mail", 10_000);
        Instant due = task.now.plusSeconds(10);
        IntStream.range(0, 1_200)
                .forEach(i -> task.submit("mail/a" + i, JobDefinition.builder().at(due)));

        task.advanceTo(due.plusMillis(200));

        assertThat(task.sent.events(AttemptDispatched.class)).hasSize(1_200);
        assertThat(Rows.in(task, StateStores.TIMERS)).isEmpty();
    }

    @Test
    void a_run_that_takes_too_long_is_doubted_and_ends_when_the_doubt_is_read() {
        JobDispatch run = running("mail/a");
        task.advance(Duration.ofSeconds(60));

        assertThat(task.sent.events(AttemptDoubtSent.class))
                .extracting(AttemptDoubtSent::reason)
                .containsExactly(DoubtReason.RUN_TIMEOUT);
        assertThat(task.sent.feedback()).singleElement().satisfies(doubt -> {
            assertThat(doubt.body()).isEqualTo(new AttemptDoubted(DoubtReason.RUN_TIMEOUT));
            assertThat(doubt.token()).contains(run.token());
            assertThat(doubt.generation()).isEqualTo(1);
        });
        assertThat(task.sent.to(task.topics.feedback().name()).get(0).partition())
                .isEqualTo(task.partition);
        assertThat(task.sent.events(AttemptEnded.class)).isEmpty();

        task.comeBack();
        assertThat(task.sent.events(AttemptEnded.class))
                .extracting(AttemptEnded::end)
                .containsExactly(AttemptEnd.TIMED_OUT);
        assertThat(task.sent.events(RetryScheduled.class)).hasSize(1);
        assertThat(task.sent.to(task.topics.control().name())).hasSize(1);
    }

    @Test
    void a_limit_that_begins_with_a_dispatch_out_of_a_wake_is_kept() {
        task.revoked();
        task.assigned();
        task.submit("mail/a", JobDefinition.builder().attemptTimeout(Duration.ofSeconds(60)));
        task.comeBack();
        task.advance(Duration.ofSeconds(61));

        assertThat(task.sent.events(AttemptDoubtSent.class))
                .extracting(AttemptDoubtSent::reason)
                .containsExactly(DoubtReason.ATTEMPT_TIMEOUT);
    }

    @Test
    void a_result_that_is_read_before_the_doubt_wins() {
        JobDispatch run = running("mail/a");
        task.advance(Duration.ofSeconds(60));
        task.succeed(run);
        task.comeBack();

        assertThat(task.sent.events(AttemptEnded.class))
                .extracting(AttemptEnded::end)
                .containsExactly(AttemptEnd.SUCCESS);
        assertThat(task.sent.events(JobEnded.class)).hasSize(1);
        assertThat(Rows.of(task)).isEmpty();
    }

    @Test
    void a_doubt_that_stays_unanswered_is_sent_again() {
        running("mail/a");
        task.advance(Duration.ofSeconds(60));
        task.sent.takeUnderWay();
        task.advance(Duration.ofSeconds(30));

        assertThat(task.sent.events(AttemptDoubtSent.class)).hasSize(2);
    }

    @Test
    void a_doubt_ends_exactly_the_lease_it_names() {
        running("mail/a");
        task.advance(Duration.ofSeconds(60));
        task.comeBack();
        task.advance(Duration.ofSeconds(30));
        List<JobDispatch> runs = task.sent.dispatches("mail");
        assertThat(runs).hasSize(2);

        task.report(runs.get(0), new AttemptDoubted(DoubtReason.RUN_TIMEOUT));

        assertThat(task.sent.events(AttemptEnded.class)).hasSize(1);
    }

    @Test
    void a_timer_row_that_no_job_wrote_is_dropped() {
        Instant due = task.now.plusSeconds(5);
        task.submit("mail/real", JobDefinition.builder().at(due));
        timers().add(new Timer(task.now.plusSeconds(2), 100, JobKey.parse("mail/ghost")));
        timers().add(new Timer(task.now.plusSeconds(3), 100, JobKey.parse("mail/real")));
        task.advanceTo(due);

        assertThat(task.sent.dispatches("mail")).extracting(JobDispatch::taskId).containsExactly("real");
        assertThat(task.sent.events(AttemptDispatched.class).get(0).dispatchedAt())
                .isEqualTo(due);
        assertThat(Rows.in(task, StateStores.TIMERS)).isEmpty();
    }

    @Test
    void a_group_that_has_room_does_not_wait_behind_what_another_has_to_do() {
        Instant due = task.now.plusSeconds(5);
        IntStream.range(0, 3_000)
                .forEach(i ->
                        task.submit("unserved/" + i, JobDefinition.builder().at(due)));
        task.submit("mail/later", JobDefinition.builder().at(due.plusMillis(500)));
        task.revoked();
        task.advanceClockWhileAway(Duration.ofSeconds(6));
        task.assigned().comeBack();
        task.advance(Duration.ofSeconds(10));

        List<FireOpened> opened = task.sent.events(FireOpened.class);
        assertThat(opened).hasSize(3_001);
        assertThat(IntStream.range(0, opened.size())
                        .filter(i -> opened.get(i).dueAt().isAfter(due))
                        .boxed())
                .singleElement()
                .satisfies(place -> assertThat(place).isLessThan(600));
    }

    @Test
    void a_job_whose_row_cannot_be_read_holds_up_nobody() {
        Instant due = task.now.plusSeconds(5);
        task.submit("mail/broken", JobDefinition.builder().at(due));
        task.submit("mail/whole", JobDefinition.builder().at(due));
        KeyValueStore<Bytes, byte[]> jobs = task.store(StateStores.JOBS);
        Bytes broken = Bytes.wrap("mail/broken".getBytes(StandardCharsets.UTF_8));
        byte[] row = jobs.get(broken);
        jobs.put(broken, new byte[] {1, 2, 3});
        task.restarted();
        task.advanceTo(due.plusSeconds(10));
        assertThat(task.sent.dispatches("mail")).extracting(JobDispatch::taskId).containsExactly("whole");
        assertThat(task.wakesAt()).hasValueSatisfying(wake -> assertThat(wake).isAfter(task.now.plusSeconds(30)));

        jobs.put(broken, row);
        task.advance(Duration.ofMinutes(2));
        assertThat(task.sent.dispatches("mail")).extracting(JobDispatch::taskId).containsExactly("whole", "broken");
    }

    private TimerStore timers() {
        return new TimerStore(task.store(StateStores.TIMERS), new Marks(task.store(StateStores.MARKS)));
    }

    private JobDispatch running(String key) {
        task.submit(key, JobDefinition.builder().runTimeout(Duration.ofSeconds(60)));
        JobDispatch run = task.sent.dispatches("mail").get(0);
        task.start(run);
        return run;
    }
}
