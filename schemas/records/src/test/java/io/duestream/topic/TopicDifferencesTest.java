package io.duestream.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicDifferencesTest {
    private static final Topics TOPICS = Topics.of("duestream");

    @Test
    void a_topic_made_from_its_specification_does_not_differ() {
        for (TopicSpec spec : TOPICS.fixed()) {
            assertThat(TopicDifferences.of(spec, 4, 4, spec.config())).isEmpty();
        }
    }

    @Test
    void retention_is_the_operators_choice() {
        assertThat(differences(Map.of("retention.ms", "-1", "segment.ms", "1000")))
                .isEmpty();
    }

    @Test
    void room_for_larger_records_does_no_harm_and_less_room_does() {
        assertThat(differences(Map.of("max.message.bytes", "10485760"))).isEmpty();
        assertThat(differences(Map.of("max.message.bytes", "1048588")))
                .singleElement()
                .asString()
                .startsWith("has max.message.bytes=1048588, expected 4194304 (");
    }

    @Test
    void every_problem_is_told_at_once_with_what_to_do() {
        TopicSpec audit = TOPICS.audit();
        Map<String, String> config = new HashMap<>(audit.config());
        config.put("message.timestamp.type", "CreateTime");
        config.put("cleanup.policy", "compact,delete");

        List<String> problems = TopicDifferences.of(audit, 4, 1, config);

        assertThat(problems).hasSize(3);
        assertThat(problems.get(0)).startsWith("has 1 partition, expected 4 (the cluster's count");
        assertThat(problems.get(1))
                .startsWith("has message.timestamp.type=CreateTime, expected LogAppendTime (")
                .endsWith("--alter --topic duestream.audit --add-config message.timestamp.type=LogAppendTime");
        assertThat(problems.get(2)).startsWith("has cleanup.policy=compact,delete, expected delete (");
    }

    @Test
    void a_topic_in_one_order_must_not_have_more_partitions() {
        assertThat(TopicDifferences.of(TOPICS.control(), 1, 3, TOPICS.control().config()))
                .singleElement()
                .asString()
                .startsWith("has 3 partitions, expected 1 (its records are in one order)");
    }

    private static List<String> differences(Map<String, String> changed) {
        Map<String, String> config = new HashMap<>(TOPICS.audit().config());
        config.putAll(changed);
        return TopicDifferences.of(TOPICS.audit(), 4, 4, config);
    }
}
