package io.duestream.client.sender;

import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedCompressionTypeException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;

/**
 * Why a record did not arrive, as far as that is known.
 *
 * @param kind what it means for the record
 * @param cause as Kafka says it
 */
public record SendFailure(Kind kind, Exception cause) {
    /** What a failure means for a record. */
    public enum Kind {
        /** The record itself cannot be taken: it is too large, or not what the topic takes. */
        RECORD_REFUSED,
        /** Nobody's record is taken: no permission, or no topic. */
        TOPIC_CLOSED,
        /** It never left this process. */
        NOT_SENT,
        /** It may be in the topic or not. */
        UNKNOWN
    }

    /**
     * Understands an error of Kafka's.
     *
     * @param taken whether the producer had taken the record, so that a broker may have it
     */
    public static SendFailure of(Exception error, boolean taken) {
        if (isTooLarge(error) || isNotTaken(error)) {
            return new SendFailure(Kind.RECORD_REFUSED, error);
        }
        if (error instanceof AuthenticationException
                || error instanceof AuthorizationException
                || isTopicMissing(error)) {
            return new SendFailure(Kind.TOPIC_CLOSED, error);
        }
        return new SendFailure(taken ? Kind.UNKNOWN : Kind.NOT_SENT, error);
    }

    /** Whether the record is larger than brokers take. */
    public static boolean isTooLarge(Throwable error) {
        return error instanceof RecordTooLargeException || error instanceof RecordBatchTooLargeException;
    }

    /** Whether the cluster has no such topic. */
    public static boolean isTopicMissing(Throwable error) {
        return error instanceof UnknownTopicOrPartitionException
                || error instanceof TimeoutException && error.getCause() instanceof UnknownTopicOrPartitionException;
    }

    /** Whether the record is not what the topic takes. */
    public static boolean isNotTaken(Throwable error) {
        return error instanceof InvalidTopicException
                || error instanceof InvalidTimestampException
                || error instanceof PolicyViolationException
                || error instanceof SerializationException
                || error instanceof UnsupportedCompressionTypeException
                || error instanceof UnsupportedForMessageFormatException
                || error instanceof org.apache.kafka.common.InvalidRecordException;
    }
}
