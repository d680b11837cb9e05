package io.duestream.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class TopicIdsTest {
    private static final Uuid ONE = new Uuid(1, 1);
    private static final Uuid TWO = new Uuid(2, 2);

    @Test
    void the_recorded_ids_are_no_problem() {
        assertThat(TopicIds.problem(Map.of("commands", ONE), Map.of("commands", ONE, "audit", TWO)))
                .isEmpty();
    }

    @Test
    void a_topic_that_stands_on_one_side_only_was_not_re_created() {
        assertThat(TopicIds.problem(Map.of("commands", ONE), Map.of("feedback", TWO)))
                .isEmpty();
    }

    @Test
    void every_topic_with_another_id_is_named_with_both_ids() {
        assertThat(TopicIds.problem(Map.of("commands", ONE, "audit", TWO), Map.of("commands", TWO, "audit", ONE)))
                .get()
                .asString()
                .startsWith("topic audit was re-created: its id is " + ONE + ", recorded was " + TWO
                        + "; topic commands was re-created: its id is " + TWO + ", recorded was " + ONE + ". ")
                .contains("new cluster name");
    }
}
