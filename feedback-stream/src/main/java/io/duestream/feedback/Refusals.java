package io.duestream.feedback;

import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Tells a topic that takes no records from brokers that are away. */
final class Refusals {
    private Refusals() {}

    /** Whether a send failed because of the topic it went to, so that other topics have nothing to fear. */
    static boolean ofTopic(Throwable failure) {
        return failure instanceof TopicAuthorizationException
                || failure instanceof InvalidTopicException
                || failure instanceof RecordTooLargeException
                || failure instanceof InvalidRecordException
                || failure instanceof PolicyViolationException
                || failure instanceof UnknownTopicOrPartitionException
                || failure instanceof TimeoutException
                        && failure.getCause() instanceof UnknownTopicOrPartitionException;
    }
}
