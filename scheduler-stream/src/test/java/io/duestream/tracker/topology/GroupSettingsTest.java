package io.duestream.tracker.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.GroupRules;
import io.duestream.job.GroupSettings;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobId;
import io.duestream.job.SettingsInForce;
import io.duestream.record.command.AdmissionUsed;
import io.duestream.record.command.AdmitRequest;
import io.duestream.record.command.ChangeGroup;
import io.duestream.record.command.DescribeGroups;
import io.duestream.record.command.NoticeKind;
import io.duestream.record.command.OpenAttemptsReported;
import io.duestream.record.command.Released;
import io.duestream.record.command.TrackerNotice;
import io.duestream.record.event.CommandRefused;
import io.duestream.record.event.GroupDescribed;
import io.duestream.record.event.GroupSettingsChanged;
import io.duestream.record.event.GroupsDescribed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupSettingsTest {
    private final TasksUnderTest cluster = new TasksUnderTest(3);

    @AfterEach
    void stop() {
        cluster.close();
    }

    private List<GroupSettings> inForce() {
        return cluster.tasks.stream()
                .map(task -> {
                    List<GroupSettingsChanged> changed = task.sent.events(GroupSettingsChanged.class);
                    return changed.get(changed.size() - 1).inForce().settings();
                })
                .toList();
    }

    @Test
    void a_change_reaches_every_partition_once() {
        cluster.change(TasksUnderTest.pause(true));
        cluster.advance(Duration.ofSeconds(1));

        assertThat(inForce()).hasSize(3).allMatch(GroupSettings::paused);
        cluster.tasks.forEach(
                task -> assertThat(task.sent.events(GroupSettingsChanged.class)).hasSize(1));
    }

    @Test
    void what_is_not_given_stays_and_zero_clears() {
        cluster.change(TasksUnderTest.rate(5));
        cluster.change(TasksUnderTest.concurrency(3));
        cluster.change(TasksUnderTest.rate(0));
        cluster.advance(Duration.ofSeconds(1));

        assertThat(inForce()).allSatisfy(each -> {
            assertThat(each.ratePerSecond()).isEmpty();
            assertThat(each.concurrency()).contains(3);
        });
    }

    @Test
    void settings_that_cannot_be_are_refused_with_all_reasons() {
        cluster.change(new ChangeGroup(
                Optional.empty(), Optional.of(-4), Optional.of(-1), Optional.of(9), Optional.of(3), ""));
        cluster.advance(Duration.ofSeconds(1));

        List<CommandRefused> refused = cluster.tasks.get(cluster.owner()).sent.events(CommandRefused.class);
        assertThat(refused).hasSize(1);
        assertThat(refused.get(0).reason())
                .contains("rate: is -4")
                .contains("concurrency: is -1")
                .contains("min-in-flight: is 9, more than max-in-flight, which is 3");
        cluster.tasks.forEach(
                task -> assertThat(task.sent.events(GroupSettingsChanged.class)).isEmpty());
    }

    @Test
    void an_older_notice_changes_nothing() {
        cluster.change(TasksUnderTest.pause(true));
        cluster.change(TasksUnderTest.pause(false));
        cluster.advance(Duration.ofSeconds(1));
        TaskUnderTest task = cluster.tasks.get((cluster.owner() + 1) % 3);
        SettingsInForce newest =
                task.sent.events(GroupSettingsChanged.class).get(1).inForce();
        task.sent.forget();

        task.command(
                "~notice/0",
                new TrackerNotice(
                        NoticeKind.SETTINGS_CHANGED,
                        "mail",
                        Optional.of(new SettingsInForce(
                                newest.version() - 1, Optional.empty(), GroupRules.DEFAULTS, "", ""))));

        assertThat(task.sent.events(GroupSettingsChanged.class)).isEmpty();
    }

    @Test
    void nothing_is_dispatched_while_a_group_is_paused_and_running_ones_end() {
        cluster.submit(0, JobDefinition.builder());
        cluster.advance(Duration.ofMillis(100));
        cluster.change(TasksUnderTest.pause(true));
        cluster.advance(Duration.ofMillis(100));
        cluster.submit(0, JobDefinition.builder());
        cluster.submit(1, JobDefinition.builder().at(cluster.now.plusSeconds(10)));
        cluster.submit(2, JobDefinition.builder());

        cluster.advance(Duration.ofHours(1));

        assertThat(cluster.dispatched).hasSize(1);
        assertThat(cluster.ended).hasSize(1);
    }

    @Test
    void after_a_pause_what_waited_goes_in_order_and_as_fast_as_room_comes() {
        cluster.threads(3);
        cluster.change(TasksUnderTest.pause(true));
        cluster.advance(Duration.ofMillis(100));
        for (int i = 0; i < 20; i++) {
            cluster.submit(0, JobDefinition.builder().priority(100));
        }
        String high = cluster.submit(0, JobDefinition.builder().priority(1));
        cluster.advance(Duration.ofHours(1));

        cluster.change(TasksUnderTest.pause(false));
        cluster.advance(Duration.ofMillis(10));

        assertThat(cluster.dispatched)
                .as("twice the threads, a third for each partition")
                .hasSize(2);
        assertThat("mail/" + cluster.dispatched.get(0).run().taskId()).isEqualTo(high);
        assertThat(cluster.dispatched.get(0).run().dispatchedAt())
                .as("it says how late it is")
                .isAfter(cluster.dispatched.get(0).run().dueAt().plusSeconds(3_599));
        cluster.advance(Duration.ofSeconds(30));
        assertThat(cluster.ended).hasSize(21);
    }

    @Test
    void a_pause_holds_over_a_restart_of_all_trackers() {
        cluster.change(TasksUnderTest.pause(true));
        cluster.advance(Duration.ofMillis(100));
        cluster.kill(0, 1, 2);
        cluster.takeOver(0, 1, 2);
        cluster.advance(Duration.ofMillis(100));

        cluster.submit(1, JobDefinition.builder());
        cluster.advance(Duration.ofMinutes(1));
        assertThat(cluster.dispatched).isEmpty();
        cluster.change(TasksUnderTest.pause(false));
        cluster.advance(Duration.ofMinutes(1));

        assertThat(cluster.ended).hasSize(1);
    }

    @Test
    void bounds_hold_for_the_whole_group() {
        assertThat(outWithBounds(5, 5)).as("few threads").isEqualTo(5);
    }

    @Test
    void an_upper_bound_holds_for_the_whole_group() {
        cluster.threads(300);
        assertThat(outWithBounds(0, 7)).as("many threads").isEqualTo(7);
    }

    @Test
    void an_upper_bound_below_the_number_of_partitions_holds_for_the_whole_group_too() {
        assertThat(outWithBounds(0, 1)).isEqualTo(1);
    }

    @Test
    void bounds_hold_for_the_whole_group_when_all_of_its_jobs_are_in_one_partition() {
        cluster.change(bounds(8, 8));
        cluster.advance(Duration.ofMillis(100));
        for (int i = 0; i < 30; i++) {
            cluster.submit(0, JobDefinition.builder());
        }
        cluster.advance(Duration.ofMillis(100));
        assertThat(cluster.out()).as("few threads").isEqualTo(8);

        cluster.threads(300);
        cluster.change(bounds(1, 20));
        cluster.advance(Duration.ofMillis(100));
        assertThat(cluster.out()).as("many threads, and a bound that is raised").isEqualTo(20);
    }

    private static ChangeGroup bounds(int least, int most) {
        return new ChangeGroup(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(least), Optional.of(most), "");
    }

    private int outWithBounds(int least, int most) {
        cluster.change(bounds(least, most));
        cluster.advance(Duration.ofMillis(100));
        for (int i = 0; i < 30; i++) {
            cluster.submit(i % 3, JobDefinition.builder());
        }
        cluster.advance(Duration.ofMillis(100));
        return cluster.out();
    }

    @Test
    void a_change_that_stands_in_another_partition_reaches_the_owner() {
        TaskUnderTest other = cluster.tasks.get((cluster.owner() + 1) % 3);

        other.command("~group/mail", TasksUnderTest.pause(true));
        cluster.advance(Duration.ofSeconds(1));

        assertThat(cluster.tasks.stream().flatMap(task -> task.sent.deadLetters().stream()))
                .isEmpty();
        assertThat(inForce()).hasSize(3).allMatch(GroupSettings::paused);
    }

    @Test
    void what_no_partition_could_have_said_is_set_aside_and_changes_nothing() {
        cluster.change(TasksUnderTest.concurrency(2));
        cluster.advance(Duration.ofSeconds(1));
        TaskUnderTest owner = cluster.tasks.get(cluster.owner());
        JobId job = new JobId(7, 1);
        JobId known = new JobId(1, 1);
        owner.sent.forget();

        owner.command("~group/mail", new Released(job, 1, 0, 0, 1));
        owner.command("~group/mail", new AdmissionUsed(known, -1, 0, 0, 1));
        owner.command("~group/mail", new AdmitRequest("fax", "a", known, 1, 0, 1, cluster.now, 0, 1));
        owner.command("~group/mail", new AdmitRequest("mail", "a", known, 1, 0, -1, cluster.now, 0, 1));
        owner.command("~group/mail", new OpenAttemptsReported(3, 1, 0));
        owner.command("~else/mail", TasksUnderTest.pause(true));

        assertThat(owner.sent.deadLetters()).hasSize(6);
        assertThat(owner.sent.events()).isEmpty();
    }

    @Test
    void a_partition_tells_what_it_knows_of_a_group() {
        cluster.change(TasksUnderTest.concurrency(2));
        cluster.advance(Duration.ofMillis(100));
        for (int i = 0; i < 5; i++) {
            cluster.submit(0, JobDefinition.builder());
        }
        cluster.advance(Duration.ofMillis(100));
        cluster.tasks.forEach(task -> task.sent.forget());

        cluster.tasks.forEach(
                task -> task.command("~describe/x", new DescribeGroups(Optional.empty(), Optional.empty())));

        GroupDescribed told =
                cluster.tasks.get(0).sent.events(GroupDescribed.class).get(0);
        assertThat(told.inForce().orElseThrow().settings().concurrency()).contains(2);
        assertThat(told.waiting()).isEqualTo(3);
        assertThat(told.open()).isEqualTo(2);
        GroupDescribed owner = cluster.tasks
                .get(cluster.owner())
                .sent
                .events(GroupDescribed.class)
                .get(0);
        assertThat(owner.limit().orElseThrow().queued()).isEqualTo(3);
        assertThat(owner.limit().orElseThrow().open()).isEqualTo(2);
        cluster.tasks.forEach(task ->
                assertThat(task.sent.events(GroupsDescribed.class)).containsExactly(new GroupsDescribed(false)));
        cluster.tasks.forEach(task -> assertThat(task.sent.deadLetters()).isEmpty());
    }

    @Test
    void many_groups_are_told_page_by_page() {
        try (TaskUnderTest task = new TaskUnderTest().started()) {
            for (int i = 0; i < 150; i++) {
                task.submit("g" + (1_000 + i) + "/a", JobDefinition.builder());
            }
            List<String> told = new ArrayList<>();
            boolean more = true;
            while (more) {
                task.sent.forget();
                Optional<String> last = told.isEmpty() ? Optional.empty() : Optional.of(told.get(told.size() - 1));
                task.command("~describe/x", new DescribeGroups(Optional.empty(), last));
                task.sent.events(GroupDescribed.class).forEach(each -> told.add(each.group()));
                more = task.sent.events(GroupsDescribed.class).get(0).more();
            }

            assertThat(told).hasSize(150).isSorted().doesNotHaveDuplicates();
        }
    }
}
