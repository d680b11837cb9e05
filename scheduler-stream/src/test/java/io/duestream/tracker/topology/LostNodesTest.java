package io.duestream.tracker.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.JobDefinition;
import io.duestream.job.JobKey;
import io.duestream.job.Result;
import io.duestream.job.Token;
import io.duestream.record.JobDispatch;
import io.duestream.record.NodeControl;
import io.duestream.record.command.NoticeKind;
import io.duestream.record.command.PauseJob;
import io.duestream.record.command.TrackerNotice;
import io.duestream.record.control.InterruptRun;
import io.duestream.record.event.AttemptDoubtSent;
import io.duestream.record.event.AttemptEnd;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.NoticeSeen;
import io.duestream.record.report.DoubtReason;
import io.duestream.record.report.Finished;
import io.duestream.tracker.core.LossLimit;
import io.duestream.tracker.store.RunningStore;
import io.duestream.tracker.store.StateStores;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LostNodesTest {
    private TaskUnderTest task;

    @BeforeEach
    void start() {
        task = new TaskUnderTest();
        task.threads.put("mail", 1_000);
        task.started();
    }

    @AfterEach
    void stop() {
        task.close();
    }

    @Test
    void an_attempt_has_a_row_from_its_start_to_its_end() {
        task.submit("mail/a", JobDefinition.builder());
        JobDispatch run = task.sent.dispatches("mail").get(0);
        assertThat(Rows.in(task, StateStores.RUNNING)).isEmpty();
        task.start(run);
        assertThat(Rows.in(task, StateStores.RUNNING)).hasSize(1);
        assertThat(task.running.loads())
                .containsEntry("node-1", new RunningNodes.Load(Set.of("mail"), Set.of(task.partition)));
        task.succeed(run);

        assertThat(Rows.in(task, StateStores.RUNNING)).isEmpty();
        assertThat(task.running.loads()).isEmpty();
    }

    @Test
    void what_ran_on_a_lost_node_goes_out_again_under_a_higher_token() {
        JobDispatch run = running("mail/a");
        lose("node-1");
        assertThat(task.sent.events(AttemptDoubtSent.class))
                .extracting(AttemptDoubtSent::reason)
                .containsExactly(DoubtReason.NODE_LOST);
        task.comeBack();

        assertThat(task.sent.events(AttemptEnded.class))
                .extracting(AttemptEnded::end)
                .containsExactly(AttemptEnd.LOST);
        assertThat(task.sent.dispatches("mail")).hasSize(2);
        assertThat(task.sent.dispatches("mail").get(1).token()).isGreaterThan(run.token());
        assertThat(task.sent.dispatches("mail"))
                .extracting(JobDispatch::lostAttempts)
                .containsExactly(0, 1);
        assertThat(task.running.loads()).isEmpty();
    }

    @Test
    void a_notice_says_how_many_attempts_it_concerns() {
        running("mail/a");
        running("mail/b");
        lose("node-1");
        lose("node-7");

        assertThat(task.sent.events(NoticeSeen.class))
                .extracting(NoticeSeen::affected)
                .containsExactly(2L, 0L);
    }

    @Test
    void a_result_that_stands_in_the_log_before_the_doubt_wins() {
        JobDispatch run = running("mail/a");
        lose("node-1");
        task.report(run, new Finished(Result.SUCCESS, "", "", Optional.of(task.now), Optional.of(task.now)));
        task.comeBack();

        assertThat(task.sent.events(AttemptEnded.class))
                .extracting(AttemptEnded::end)
                .containsExactly(AttemptEnd.SUCCESS);
        assertThat(task.sent.dispatches("mail")).hasSize(1);
    }

    @Test
    void a_repeated_notice_doubts_again_only_what_is_unanswered_for_long() {
        running("mail/a");
        lose("node-1");
        lose("node-1");
        assertThat(task.sent.events(AttemptDoubtSent.class)).hasSize(1);
        task.advance(Duration.ofSeconds(31));

        assertThat(task.sent.events(AttemptDoubtSent.class)).hasSize(2);
    }

    @Test
    void a_node_with_more_attempts_than_a_turn_takes_loses_them_all() {
        IntStream.range(0, 250).forEach(i -> running("mail/a" + i));
        lose("node-1");
        task.comeBack();

        assertThat(task.sent.events(AttemptEnded.class)).hasSize(250);
        assertThat(task.running.loads()).isEmpty();
    }

    @Test
    void a_notice_that_is_read_after_a_restart_finds_what_ran_before() {
        running("mail/a");
        task.inAnotherProcess();
        assertThat(task.running.loads()).containsKey("node-1");
        lose("node-1");
        task.comeBack();

        assertThat(task.sent.events(AttemptEnded.class)).hasSize(1);
    }

    @Test
    void a_task_that_is_taken_away_names_no_nodes() {
        running("mail/a");
        task.revoked();
        assertThat(task.running.loads()).isEmpty();
        task.assigned();

        assertThat(task.running.loads()).containsKey("node-1");
    }

    @Test
    void a_run_that_is_taken_over_moves_to_the_other_node_and_the_first_is_told_to_stop() {
        JobDispatch run = running("mail/a");
        task.takeOver(run, "node-2", 2);
        assertThat(task.running.loads()).containsOnlyKeys("node-2");
        assertThat(task.sent.controls()).singleElement().satisfies(control -> {
            assertThat(control.node()).isEqualTo("node-1");
            assertThat(control.body())
                    .isInstanceOfSatisfying(
                            InterruptRun.class,
                            order -> assertThat(order.token()).isEqualTo(run.token()));
        });
        lose("node-1");
        task.comeBack();

        assertThat(task.sent.events(AttemptEnded.class)).isEmpty();
    }

    @Test
    void the_one_take_over_too_many_hands_the_shard_out_to_run_alone_and_stops_both() {
        JobDispatch run = running("mail/a");
        for (int taker = 2; taker <= 4; taker++) {
            task.takeOver(run, "node-" + taker, taker);
        }

        assertThat(task.sent.events(FireEnded.class)).isEmpty();
        assertThat(task.sent.dispatches("mail")).hasSize(2);
        JobDispatch again = task.sent.dispatches("mail").get(1);
        assertThat(again.token()).isGreaterThan(run.token());
        assertThat(again.alone()).isEqualTo(LossLimit.DEFAULT.aloneAfter(again.lostAttempts()));
        assertThat(again.alone()).isPresent();
        assertThat(task.sent.controls())
                .extracting(NodeControl::node)
                .containsExactlyInAnyOrder("node-1", "node-2", "node-3", "node-4");
        assertThat(task.running.loads()).isEmpty();
    }

    @Test
    void a_missing_row_is_put_back_by_the_walker() {
        running("mail/a");
        KeyValueStore<Bytes, byte[]> store = task.store(StateStores.RUNNING);
        Rows.in(task, StateStores.RUNNING).forEach(store::delete);
        task.restarted();
        assertThat(task.running.loads()).isEmpty();
        task.advance(Duration.ofSeconds(1));
        task.command("mail/nobody", new PauseJob(""));

        assertThat(Rows.in(task, StateStores.RUNNING)).hasSize(1);
        assertThat(task.running.loads()).containsKey("node-1");
    }

    @Test
    void a_row_with_another_token_is_written_anew_and_counted_once() {
        JobDispatch run = running("mail/a");
        new RunningStore(task.store(StateStores.RUNNING))
                .add(new RunningStore.Row("node-1", run.key(), run.fire(), run.shard(), new Token(0, 77)));
        task.restarted();
        task.advance(Duration.ofSeconds(1));
        task.command("mail/nobody", new PauseJob(""));
        assertThat(Rows.in(task, StateStores.RUNNING)).hasSize(1);

        task.succeed(run);
        assertThat(Rows.in(task, StateStores.RUNNING)).isEmpty();
        assertThat(task.running.loads()).isEmpty();
    }

    @Test
    void a_row_without_an_attempt_behind_it_is_dropped_when_its_node_is_lost() {
        RunningStore rows = new RunningStore(task.store(StateStores.RUNNING));
        rows.add(new RunningStore.Row("node-9", JobKey.parse("mail/gone"), 1, 0, new Token(1, 1)));
        task.restarted();
        lose("node-9");

        assertThat(Rows.in(task, StateStores.RUNNING)).isEmpty();
        assertThat(task.running.loads()).isEmpty();
        assertThat(task.sent.events(AttemptDoubtSent.class)).isEmpty();
    }

    private JobDispatch running(String key) {
        task.submit(key, JobDefinition.builder());
        JobDispatch run = task.sent.dispatches("mail").stream()
                .filter(each -> key.equals(each.group() + "/" + each.taskId()))
                .findFirst()
                .orElseThrow();
        task.start(run);
        return run;
    }

    private void lose(String node) {
        task.command("~notice/" + node, new TrackerNotice(NoticeKind.NODE_LOST, node, Optional.empty()));
        task.advance(Duration.ofMillis(50));
    }
}
