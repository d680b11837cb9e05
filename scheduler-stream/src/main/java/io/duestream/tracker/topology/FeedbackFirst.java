package io.duestream.tracker.topology;

import io.duestream.topic.Topics;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Makes Streams take feedback before commands: of a task's inputs it takes the record with the oldest time, so feedback
 * gets its append time less a day. Feedback is bounded by dispatches, so commands do not starve; and a backlog of commands
 * neither hides results nor fills the groups.
 */
final class FeedbackFirst implements TimestampExtractor {
    static final long AHEAD_MILLIS = Duration.ofDays(1).toMillis();

    private final String feedback;

    FeedbackFirst(Topics topics) {
        this.feedback = topics.feedback().name();
    }

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        long appended = Math.max(0, record.timestamp());
        return record.topic().equals(feedback) ? Math.max(0, appended - AHEAD_MILLIS) : appended;
    }
}
