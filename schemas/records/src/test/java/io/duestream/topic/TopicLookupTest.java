package io.duestream.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duestream.topic.TopicSnapshot.SeenTopic;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

class TopicLookupTest {
    private static final Topics TOPICS = Topics.of("test");
    private static final String AUDIT = TOPICS.audit().name();
    private static final SeenTopic SEEN = new SeenTopic(AUDIT, new Uuid(1, 1), List.of());
    private static final TopicSnapshot LAST = new TopicSnapshot(TOPICS, Map.of(AUDIT, SEEN));

    private final KafkaFutureImpl<TopicDescription> reply = new KafkaFutureImpl<>();

    @Test
    void a_topic_that_is_refused_stays_as_it_was() {
        reply.completeExceptionally(new TopicAuthorizationException("not for you"));

        assertThat(TopicLookup.describe(AUDIT, reply, LAST)).isEqualTo(SEEN);
    }

    @Test
    void an_interrupt_ends_the_look_and_says_nothing_about_the_topic() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> TopicLookup.describe(AUDIT, reply, LAST)).isInstanceOf(InterruptException.class);
        assertThat(Thread.interrupted()).as("still to be seen").isTrue();
    }
}
