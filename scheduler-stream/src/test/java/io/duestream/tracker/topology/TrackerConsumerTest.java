package io.duestream.tracker.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrackerConsumerTest {
    private static final TopicPartition COMMANDS = new TopicPartition("commands", 0);
    private static final TopicPartition MORE_COMMANDS = new TopicPartition("commands", 1);
    private static final TopicPartition FEEDBACK = new TopicPartition("feedback", 0);

    private final MockConsumer<byte[], byte[]> plain = new MockConsumer<>("earliest");
    private final Consumer<byte[], byte[]> consumer = TrackerConsumer.wrap(plain, "feedback", new StreamThreads());

    @BeforeEach
    void assign() {
        List<TopicPartition> all = List.of(COMMANDS, MORE_COMMANDS, FEEDBACK);
        consumer.assign(all);
        plain.updateBeginningOffsets(Map.of(COMMANDS, 0L, MORE_COMMANDS, 0L, FEEDBACK, 0L));
        consumer.seekToBeginning(all);
    }

    @Test
    void what_there_is_of_feedback_comes_alone_and_commands_come_with_the_next_poll() {
        add(COMMANDS, 0);
        add(FEEDBACK, 0);
        add(MORE_COMMANDS, 0);

        assertThat(polled()).containsExactly("feedback");
        assertThat(polled()).containsExactlyInAnyOrder("commands", "commands");
        assertThat(consumer.paused()).isEmpty();
    }

    @Test
    void without_feedback_commands_come_at_once() {
        add(COMMANDS, 0);

        assertThat(polled()).containsExactly("commands");
    }

    @Test
    void what_streams_has_paused_stays_paused() {
        consumer.pause(List.of(COMMANDS));
        add(COMMANDS, 0);
        add(FEEDBACK, 0);

        assertThat(polled()).containsExactly("feedback");
        assertThat(consumer.paused()).containsExactly(COMMANDS);
        assertThat(polled()).isEmpty();
        consumer.resume(List.of(COMMANDS));
        assertThat(polled()).containsExactly("commands");
    }

    @Test
    void paused_feedback_holds_up_no_commands() {
        consumer.pause(List.of(FEEDBACK));
        add(FEEDBACK, 0);
        add(COMMANDS, 0);

        assertThat(polled()).containsExactly("commands");
        assertThat(consumer.paused()).containsExactly(FEEDBACK);
    }

    private void add(TopicPartition partition, long offset) {
        plain.addRecord(new ConsumerRecord<>(partition.topic(), partition.partition(), offset, null, new byte[] {1}));
    }

    private List<String> polled() {
        return StreamSupport.stream(consumer.poll(Duration.ofMillis(10)).spliterator(), false)
                .map(ConsumerRecord::topic)
                .toList();
    }
}
