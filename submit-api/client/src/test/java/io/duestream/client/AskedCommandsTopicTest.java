package io.duestream.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

class AskedCommandsTopicTest {
    private static final String COMMANDS = "duestream.commands";

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private KafkaFuture<TopicDescription> answer =
            KafkaFuture.completedFuture(new TopicDescription(COMMANDS, false, List.of()));
    private final AskedCommandsTopic topic =
            new AskedCommandsTopic(COMMANDS, this::admin, Duration.ofMillis(20), nanos::get);

    @Test
    void the_cluster_is_asked_once() throws Exception {
        topic.require();
        topic.require();

        assertThat(asked).hasValue(1);
        assertThat(closed).hasValue(1);
    }

    @Test
    void it_is_asked_again_after_a_sending_found_the_topic_gone() throws Exception {
        topic.require();
        topic.forget();
        topic.require();

        assertThat(asked).hasValue(2);
    }

    @Test
    void a_bad_answer_is_good_for_a_second() {
        answer = failed(new UnknownTopicOrPartitionException("no"));

        assertThatThrownBy(topic::require).isInstanceOf(UnknownTopicOrPartitionException.class);
        assertThatThrownBy(topic::require).isInstanceOf(UnknownTopicOrPartitionException.class);
        assertThat(asked).hasValue(1);
        assertThat(closed).hasValue(1);

        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        answer = KafkaFuture.completedFuture(new TopicDescription(COMMANDS, false, List.of()));
        assertThatCode(topic::require).doesNotThrowAnyException();
        assertThat(asked).hasValue(2);
    }

    @Test
    void a_cluster_that_does_not_answer_is_given_up_in_time() {
        answer = new KafkaFutureImpl<>();

        assertThatThrownBy(topic::require)
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("did not answer within 20 ms");
        assertThat(closed).hasValue(1);
    }

    private static KafkaFuture<TopicDescription> failed(Throwable error) {
        KafkaFutureImpl<TopicDescription> future = new KafkaFutureImpl<>();
        future.completeExceptionally(error);
        return future;
    }

    private Admin admin() {
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "describeTopics" -> {
                            asked.incrementAndGet();
                            return new Described(answer);
                        }
                        case "close" -> {
                            closed.incrementAndGet();
                            return null;
                        }
                        default -> throw new UnsupportedOperationException(method.toString());
                    }
                });
    }

    private static final class Described extends DescribeTopicsResult {
        Described(KafkaFuture<TopicDescription> answer) {
            super(null, Map.of(COMMANDS, answer));
        }
    }
}
