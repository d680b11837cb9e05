package io.duestream.tracker.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.JobDefinition;
import io.duestream.record.JobCommand;
import io.duestream.record.JobDispatch;
import io.duestream.record.command.CancelJob;
import io.duestream.record.command.NoticeKind;
import io.duestream.record.command.TrackerNotice;
import io.duestream.record.event.FireEnd;
import io.duestream.record.event.FireEnded;
import io.duestream.tracker.store.StateStores;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoomTest {
    private TaskUnderTest task;

    @BeforeEach
    void start() {
        task = new TaskUnderTest();
        task.threads.put("mail", 2);
        task.started();
    }

    @AfterEach
    void stop() {
        task.close();
    }

    @Test
    void beyond_twice_the_threads_jobs_wait() {
        submit(6);

        assertThat(runs()).containsExactly("a0", "a1", "a2", "a3");
        assertThat(Rows.in(task, StateStores.READY)).hasSize(2);
    }

    @Test
    void an_attempt_that_ends_makes_room_for_the_next() {
        submit(6);
        List<JobDispatch> first = task.sent.dispatches("mail");

        task.succeed(first.get(2));

        assertThat(runs()).containsExactly("a0", "a1", "a2", "a3", "a4");
        assertThat(Rows.in(task, StateStores.READY)).hasSize(1);
    }

    @Test
    void what_waits_goes_by_priority_then_due_time_then_acceptance() {
        submit(4);
        task.submit("mail/low", JobDefinition.builder().priority(200));
        task.submit("mail/second", JobDefinition.builder());
        task.submit("mail/third", JobDefinition.builder());
        task.submit("mail/earlier", JobDefinition.builder().at(task.now.minusSeconds(5)));
        task.submit("mail/high", JobDefinition.builder().priority(1));
        task.sent.dispatches("mail").forEach(task::succeed);
        task.sent.dispatches("mail").stream().skip(4).forEach(task::succeed);

        assertThat(runs().subList(4, 9)).containsExactly("high", "earlier", "second", "third", "low");
    }

    @Test
    void nobody_passes_what_waits_even_with_room_to_spare() {
        task.groups.remove("mail");
        submit(2);
        task.groups.put("mail", 2);
        task.submit("mail/b", JobDefinition.builder().priority(5));

        assertThat(runs()).containsExactly("b", "a0", "a1");
    }

    @Test
    void the_partition_with_the_fewest_open_attempts_is_next_and_ties_rotate() {
        submit(4);
        assertThat(task.sent.dispatchPartitions("mail")).containsExactly(0, 1, 0, 1);
        List<JobDispatch> out = task.sent.dispatches("mail");
        task.succeed(out.get(1));
        task.succeed(out.get(3));
        task.submit("mail/b", JobDefinition.builder());
        task.submit("mail/c", JobDefinition.builder());

        assertThat(task.sent.dispatchPartitions("mail").subList(4, 6)).containsExactly(1, 1);
    }

    @Test
    void a_restart_knows_what_is_out_and_who_waits() {
        submit(6);
        List<JobDispatch> out = task.sent.dispatches("mail");
        task.restarted();
        assertThat(task.sent.dispatches("mail")).isEmpty();

        task.succeed(out.get(0));
        assertThat(runs()).containsExactly("a4");
        task.succeed(out.get(1));
        task.succeed(out.get(2));
        task.succeed(out.get(3));
        task.sent.dispatches("mail").forEach(task::succeed);

        assertThat(runs()).containsExactly("a4", "a5");
        assertThat(Rows.of(task)).isEmpty();
    }

    @Test
    void jobs_of_an_unknown_group_wait_and_go_when_a_notice_says_that_it_came() {
        task.submit("fax/a", JobDefinition.builder());
        task.advance(Duration.ofMinutes(1));
        assertThat(task.sent.dispatches("fax")).isEmpty();
        assertThat(task.known.arrived()).isEmpty();

        task.groups.put("fax", 1);
        assertThat(task.known.arrived()).containsExactly("fax");
        assertThat(task.known.arrived()).isEmpty();
        task.command(new JobCommand(
                "~notice",
                "0",
                task.now,
                "tracker-1",
                Optional.empty(),
                new TrackerNotice(NoticeKind.GROUP_REGISTERED, "fax", Optional.empty())));

        assertThat(task.sent.dispatches("fax")).hasSize(1);
    }

    @Test
    void a_restart_remembers_which_unknown_group_is_waited_for() {
        task.submit("fax/a", JobDefinition.builder());
        task.inAnotherProcess();
        task.groups.put("fax", 1);

        assertThat(task.known.arrived()).containsExactly("fax");
    }

    @Test
    void a_cancelled_job_leaves_the_queue() {
        submit(5);
        task.command("mail/a4", new CancelJob(false, ""));
        task.sent.dispatches("mail").forEach(task::succeed);

        assertThat(runs()).doesNotContain("a4");
        assertThat(Rows.of(task)).isEmpty();
    }

    @Test
    void a_place_that_an_expired_shard_did_not_take_is_free_for_others() {
        submit(4);
        task.submit("mail/late", JobDefinition.builder().expiry(Duration.ofSeconds(10)));
        task.submit("mail/next", JobDefinition.builder());
        // The alarm of the expiry has not gone off yet when the result comes.
        task.advanceClockWhileAway(Duration.ofSeconds(11));
        task.setClock();
        task.succeed(task.sent.dispatches("mail").get(0));

        assertThat(task.sent.events(FireEnded.class))
                .extracting(FireEnded::end)
                .containsExactly(FireEnd.SUCCEEDED, FireEnd.EXPIRED);
        assertThat(runs()).endsWith("next");
        task.sent.dispatches("mail").stream().skip(1).forEach(task::succeed);
        assertThat(Rows.of(task)).isEmpty();
    }

    @Test
    void a_topic_made_anew_with_fewer_partitions_gets_nothing_beyond_them() {
        submit(2);
        task.groups.put("mail", 1);
        submit(4);

        assertThat(task.sent.dispatchPartitions("mail")).containsExactly(0, 1, 0, 0);
    }

    @Test
    void a_topic_whose_send_failed_is_left_alone_for_a_while_and_longer_each_time() {
        String topic = task.topics.dispatch("mail").name();
        task.known.failed(topic);
        task.submit("mail/a", JobDefinition.builder());
        assertThat(task.sent.dispatches("mail")).isEmpty();
        assertThat(task.known.arrived()).isEmpty();

        task.advance(Duration.ofSeconds(2));
        assertThat(task.known.arrived()).containsExactly("mail");
        task.known.failed(topic);
        task.advance(Duration.ofSeconds(3));
        assertThat(task.known.partitions("mail")).isZero();
        task.advance(Duration.ofSeconds(1));
        assertThat(task.known.partitions("mail")).isEqualTo(2);
    }

    @Test
    void a_topic_that_was_made_anew_is_not_held_to_what_its_forerunner_did() {
        String topic = task.topics.dispatch("mail").name();
        task.known.failed(topic);
        task.known.changed(topic);

        assertThat(task.known.partitions("mail")).isEqualTo(2);
    }

    @Test
    void a_long_queue_is_handed_out_in_turns() {
        task.threads.put("mail", 1_000);
        task.groups.remove("mail");
        submit(600);
        task.groups.put("mail", 2);

        task.submit("mail/last", JobDefinition.builder());
        assertThat(runs()).hasSize(256);
        task.advance(Duration.ofMillis(5));

        assertThat(runs()).hasSize(601);
    }

    private void submit(int jobs) {
        IntStream.range(0, jobs).forEach(i -> task.submit("mail/a" + i, JobDefinition.builder()));
    }

    private List<String> runs() {
        return task.sent.dispatches("mail").stream().map(JobDispatch::taskId).toList();
    }
}
