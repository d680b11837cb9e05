package io.duestream.tracker.process;

import static org.apache.kafka.streams.StreamsConfig.consumerPrefix;
import static org.apache.kafka.streams.StreamsConfig.producerPrefix;

import io.duestream.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The settings of Kafka Streams, each for a measured reason. */
final class StreamsSettings {
    private StreamsSettings() {}

    static Properties of(TrackerConfig config) {
        Map<String, Object> settings = new HashMap<>(config.passedThrough());
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, config.topics().trackerApplicationId());
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        // Then client ids begin with application and process id, as transactional ids do: DeadTrackers compares them.
        settings.put(StreamsConfig.CLIENT_ID_CONFIG, "");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString());
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
        settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, config.standbyReplicas());
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) config.replicationFactor());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        // Under load this is the pace of commits; a decision that emitted little asks for its own, much sooner.
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 50);
        settings.put(StreamsConfig.POLL_MS_CONFIG, 100);
        settings.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 4_000);
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 8 * 1024 * 1024L);
        // What is kept beyond the window only makes a restore longer.
        settings.put(
                StreamsConfig.WINDOW_STORE_CHANGE_LOG_ADDITIONAL_RETENTION_MS_CONFIG,
                Duration.ofMinutes(10).toMillis());
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        // Waiting for an empty input would hold up the other; which one goes first is said by FeedbackFirst.
        settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, 0L);
        consumer(settings, config);
        producer(settings);
        settings.put(
                StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG),
                Integer.toString(Topics.MAX_RECORD_BYTES));
        // As the other topics: brokers refuse what is stamped more than an hour ahead of their own clock.
        settings.put(StreamsConfig.topicPrefix(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG), "LogAppendTime");
        Properties properties = new Properties();
        properties.putAll(settings);
        return properties;
    }

    private static void consumer(Map<String, Object> settings, TrackerConfig config) {
        settings.put(consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), config.sessionTimeoutMillis());
        settings.put(
                consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
                Math.max(200, config.sessionTimeoutMillis() / 4));
        // Results are looked for once in a poll, so a poll must not bring more commands than are quickly decided.
        settings.put(consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 1_000);
        settings.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 100);
    }

    private static void producer(Map<String, Object> settings) {
        settings.put(producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
        settings.put(producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 * 1024);
        settings.put(producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        // While the last transaction's markers are written the broker refuses the next one's first batch; with more in
        // flight all that follow are refused as out of order, and the broker logs each as an error.
        settings.put(producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
        settings.put(producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), Topics.MAX_RECORD_BYTES);
        settings.put(producerPrefix(ProducerConfig.MAX_BLOCK_MS_CONFIG), 5_000);
        // The brokers end a transaction after ten seconds. Streams' default waits for ever for a batch whose topic is
        // gone.
        settings.put(producerPrefix(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG), 9_000);
        settings.put(producerPrefix(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG), 10_000);
        // A topic nobody sent to for a while must not cost a look-up in the middle of a decision.
        if (!settings.containsKey(ProducerConfig.METADATA_MAX_IDLE_CONFIG)) {
            settings.putIfAbsent(producerPrefix(ProducerConfig.METADATA_MAX_IDLE_CONFIG), 24 * 60 * 60 * 1_000L);
        }
        // The next transaction meets the markers of the last one still being written; the default waits 100 ms for it.
        settings.put(producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), 2);
        settings.put(producerPrefix(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG), 100);
    }
}
