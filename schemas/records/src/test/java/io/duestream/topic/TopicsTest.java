package io.duestream.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duestream.job.JobDefinition;
import io.duestream.job.JobKey;
import io.duestream.job.JobRules;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.internals.Topic;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TopicsTest {
    private static final List<String> GOOD = List.of("a", "mail", "Mail_2-x", "-", "0", "x".repeat(64));
    private static final List<String> BAD = List.of(
            "", " ", "a b", "a.b", "a/b", "~mail", "mäil", "任务", "mail\n", "x".repeat(65), "../etc", "a\u0000", "*");

    private final Topics topics = Topics.of("duestream");

    @Test
    void names_begin_with_the_cluster() {
        assertThat(topics.fixed())
                .extracting(TopicSpec::name)
                .containsExactly(
                        "duestream.commands",
                        "duestream.feedback",
                        "duestream.audit",
                        "duestream.logs",
                        "duestream.metrics",
                        "duestream.control",
                        "duestream.dead-letters");
        assertThat(topics.dispatch("mail").name()).isEqualTo("duestream.dispatch.mail");
        assertThat(topics.outcomes("shop").name()).isEqualTo("duestream.outcomes.shop");
        assertThat(Topics.of("test").commands().name()).isEqualTo("test.commands");
    }

    @Test
    void clusters_groups_and_client_groups_have_plain_names() {
        for (String good : GOOD) {
            assertThat(Topics.validName(good)).as(good).isTrue();
            assertThat(Topics.of(good).cluster()).isEqualTo(good);
            assertThat(topics.dispatch(good).name()).endsWith(".dispatch." + good);
            assertThat(topics.outcomes(good).name()).endsWith(".outcomes." + good);
            assertThat(topics.executorConsumerGroup(good)).isEqualTo("duestream." + good);
        }
        for (String bad : BAD) {
            assertThat(Topics.validName(bad)).as(bad).isFalse();
            assertRefused("cluster", bad, () -> Topics.of(bad));
            assertRefused("group", bad, () -> topics.dispatch(bad));
            assertRefused("client group", bad, () -> topics.outcomes(bad));
            assertRefused("group", bad, () -> topics.executorConsumerGroup(bad));
        }
    }

    @Test
    void a_group_that_a_job_may_name_has_a_topic_and_no_other_has() {
        JobDefinition job = JobDefinition.builder().build();
        Stream.concat(GOOD.stream(), BAD.stream())
                .filter(each -> !each.contains("/"))
                .forEach(group -> assertThat(
                                JobRules.problems(new JobKey(group, "1"), job).isEmpty())
                        .as(group)
                        .isEqualTo(Topics.validName(group)));
    }

    @Test
    void the_longest_names_are_topics_for_kafka() {
        Topics longest = Topics.of("x".repeat(64));
        Stream.concat(
                        longest.fixed().stream(),
                        Stream.of(longest.dispatch("y".repeat(64)), longest.outcomes("z".repeat(64))))
                .forEach(topic -> Topic.validate(topic.name()));
    }

    @Test
    void the_group_of_a_dispatch_topic_is_read_from_its_name() {
        assertThat(topics.groupOf(topics.dispatch("mail").name())).contains("mail");
        assertThat(List.of(
                        "duestream.commands",
                        "duestream.dispatch.",
                        "duestream.dispatch.a.b",
                        "other.dispatch.mail",
                        "duestream.outcomes.mail",
                        "dispatch.mail"))
                .extracting(topics::groupOf)
                .containsOnly(Optional.empty());
    }

    @Test
    void consumer_groups_of_executors_clients_and_services_never_meet() {
        assertThat(List.of(
                        topics.trackerApplicationId(),
                        topics.feedbackConsumerGroup(),
                        topics.executorConsumerGroup("tracker"),
                        topics.executorConsumerGroup("outcomes"),
                        topics.outcomesConsumerGroup("tracker")))
                .doesNotHaveDuplicates();
    }

    @Test
    void every_topic_is_stamped_by_the_broker_deleted_by_age_and_takes_the_largest_record() {
        assertThat(Stream.concat(topics.fixed().stream(), Stream.of(topics.dispatch("mail"), topics.outcomes("shop"))))
                .allSatisfy(topic -> assertThat(topic.config())
                        .containsEntry("message.timestamp.type", "LogAppendTime")
                        .containsEntry("cleanup.policy", "delete")
                        .containsEntry("max.message.bytes", String.valueOf(Topics.MAX_RECORD_BYTES))
                        .containsEntry(
                                "retention.ms", String.valueOf(topic.retention().toMillis())));
        assertThat(topics.dispatch("mail").config()).containsEntry("segment.ms", "43200000");
        assertThat(topics.control().config()).containsEntry("segment.ms", "3600000");
    }

    @Test
    void an_attempt_can_be_started_no_longer_than_its_record_is_kept() {
        Duration oldestSegment = Duration.ofHours(12);
        assertThat(Topics.START_WITHIN.plus(oldestSegment))
                .isLessThan(topics.dispatch("mail").retention());
    }

    @Test
    void commands_and_feedback_have_as_many_partitions_as_each_other() {
        assertThat(topics.commands().width()).isEqualTo(topics.feedback().width());
    }

    private static void assertRefused(String what, String name, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(what + " '" + name + "' is not a valid name; expected 1 to 64 of A-Z a-z 0-9 _ -");
    }
}
