package io.duestream.client;

import static io.duestream.client.Fixture.LONG;
import static io.duestream.client.Fixture.OUTCOMES;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class TopicTailTest {
    private static final TopicPartition FIRST = new TopicPartition(OUTCOMES, 0);
    private static final TopicPartition SECOND = new TopicPartition(OUTCOMES, 1);

    @Test
    void where_to_begin_is_settled_before_the_start_returns() throws Exception {
        MockConsumer<byte[], byte[]> consumer = Fixture.consumer(OUTCOMES, 2);
        consumer.updateEndOffsets(Map.of(FIRST, 10L, SECOND, 20L));
        TopicTail tail = new TopicTail(consumer, OUTCOMES);

        tail.startAtEnd(LONG);
        // What is written afterwards moves the end, not the position.
        consumer.updateEndOffsets(Map.of(FIRST, 11L, SECOND, 20L));
        consumer.addRecord(bytes(0, 10));

        assertThat(tail.poll(Duration.ZERO)).extracting(ConsumerRecord::offset).containsExactly(10L);
    }

    @Test
    void a_topic_that_was_not_there_is_read_from_its_beginning() throws Exception {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        TopicTail tail = new TopicTail(consumer, OUTCOMES);
        tail.startAtEnd(LONG);
        assertThat(tail.poll(Duration.ZERO)).isEmpty();

        Fixture.addTopic(consumer, OUTCOMES, 1);
        consumer.updateEndOffsets(Map.of(FIRST, 1L));
        consumer.schedulePollTask(() -> consumer.addRecord(bytes(0, 0)));

        assertThat(tail.poll(Duration.ZERO)).extracting(ConsumerRecord::offset).containsExactly(0L);
    }

    @Test
    void a_partition_that_is_added_is_read_from_its_beginning_and_the_others_go_on() throws Exception {
        MockConsumer<byte[], byte[]> consumer = Fixture.consumer(OUTCOMES, 1);
        consumer.updateEndOffsets(Map.of(FIRST, 5L));
        TopicTail tail = new TopicTail(consumer, OUTCOMES);
        tail.startAtEnd(LONG);

        Fixture.addTopic(consumer, OUTCOMES, 2);
        consumer.updateEndOffsets(Map.of(FIRST, 6L, SECOND, 1L));
        consumer.schedulePollTask(() -> {
            consumer.addRecord(bytes(0, 4));
            consumer.addRecord(bytes(0, 5));
            consumer.addRecord(bytes(1, 0));
        });
        ConsumerRecords<byte[], byte[]> read = tail.poll(Duration.ZERO);

        assertThat(read.records(FIRST)).extracting(ConsumerRecord::offset).containsExactly(5L);
        assertThat(read.records(SECOND)).extracting(ConsumerRecord::offset).containsExactly(0L);
    }

    @Test
    void reading_on_does_not_begin_again() throws Exception {
        // The real consumer takes an empty list for all partitions; the mock takes it for none.
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest") {
            @Override
            public synchronized void seekToBeginning(Collection<TopicPartition> partitions) {
                super.seekToBeginning(partitions.isEmpty() ? assignment() : partitions);
            }
        };
        Fixture.addTopic(consumer, OUTCOMES, 1);
        consumer.updateEndOffsets(Map.of(FIRST, 5L));
        TopicTail tail = new TopicTail(consumer, OUTCOMES);
        tail.startAtEnd(LONG);

        consumer.addRecord(bytes(0, 5));
        assertThat(tail.poll(Duration.ZERO)).extracting(ConsumerRecord::offset).containsExactly(5L);
        tail.poll(Duration.ZERO);

        assertThat(consumer.position(FIRST)).isEqualTo(6L);
    }

    @Test
    void brokers_that_are_away_for_a_while_only_make_it_wait() throws Exception {
        AtomicBoolean away = new AtomicBoolean();
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest") {
            @Override
            public synchronized List<PartitionInfo> partitionsFor(String topic, Duration timeout) {
                if (away.get()) {
                    throw new TimeoutException("no metadata");
                }
                return super.partitionsFor(topic, timeout);
            }
        };
        Fixture.addTopic(consumer, OUTCOMES, 1);
        consumer.updateEndOffsets(Map.of(FIRST, 0L));
        TopicTail tail = new TopicTail(consumer, OUTCOMES);
        tail.startAtEnd(LONG);
        consumer.addRecord(bytes(0, 0));

        away.set(true);
        assertThat(tail.poll(Duration.ZERO)).isEmpty();
        away.set(false);
        assertThat(tail.poll(Duration.ZERO)).extracting(ConsumerRecord::offset).containsExactly(0L);
    }

    private static ConsumerRecord<byte[], byte[]> bytes(int partition, long offset) {
        return new ConsumerRecord<>(OUTCOMES, partition, offset, null, new byte[] {1});
    }
}
