package io.duestream.client;

import io.duestream.codec.MalformedRecordException;
import io.duestream.codec.RecordCodec;
import io.duestream.codec.UnknownSchemaException;
import io.duestream.record.JobOutcome;
import io.duestream.topic.DeadLetters.Origin;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives one outcome to the handler until it is done with. */
final class OutcomeDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(OutcomeDelivery.class);

    private final String clientGroup;
    private final JobFinishedHandler handler;
    private final Backoff backoff;
    private final DeadLetterOffice deadLetters;
    private final RecordCodec<JobOutcome> codec = RecordCodec.of(JobOutcome.class);

    OutcomeDelivery(String clientGroup, JobFinishedHandler handler, Backoff backoff, DeadLetterOffice deadLetters) {
        this.clientGroup = clientGroup;
        this.handler = handler;
        this.backoff = backoff;
        this.deadLetters = deadLetters;
    }

    /** What became of a record. */
    enum End {
        /** The handler took it, or a dead letter is under way for which {@link #awaitLetters()} waits. */
        DONE,
        /** It can neither be taken nor put aside now: come back to it. */
        PARKED,
        /** The listener is closing; the next one gets it. */
        STOPPED
    }

    /** Waits between two tries. */
    @FunctionalInterface
    interface Pause {
        /** Returns after the time, or false at once when the listener is closing. */
        boolean lasted(Duration time) throws InterruptedException;
    }

    End deliver(ConsumerRecord<byte[], byte[]> record, Pause pause) throws InterruptedException {
        JobOutcome outcome;
        try {
            outcome = codec.decode(record.value());
        } catch (UnknownSchemaException e) {
            LOG.error(
                    "outcome {}-{}@{} waits: {}", record.topic(), record.partition(), record.offset(), e.getMessage());
            return End.PARKED;
        } catch (MalformedRecordException e) {
            return putAside(record, e.getMessage());
        }
        for (int retry = 1; ; retry++) {
            Throwable failure = handle(outcome);
            if (failure == null) {
                return End.DONE;
            }
            if (!pause.lasted(Duration.ZERO)) {
                return End.STOPPED;
            }
            if (retry > backoff.policy().maxRetries()) {
                return putAside(
                        record,
                        "the JobFinishedHandler of client group " + clientGroup + " failed " + retry
                                + " times, last with " + failure);
            }
            Duration delay = backoff.before(retry);
            LOG.warn("outcome of {}: the handler failed, retry {} in {}", outcome.key(), retry, delay, failure);
            if (!pause.lasted(delay)) {
                return End.STOPPED;
            }
        }
    }

    /** What the handler failed with, or null; an error of its code must not end the thread that serves all outcomes. */
    private Throwable handle(JobOutcome outcome) {
        try {
            handler.onOutcome(outcome);
            return null;
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            return e;
        }
    }

    private End putAside(ConsumerRecord<byte[], byte[]> record, String reason) throws InterruptedException {
        return deadLetters.send(record, reason) ? End.DONE : End.PARKED;
    }

    /**
     * Waits until the brokers have the dead letters.
     *
     * @return the records whose letters they do not have: these, and what is behind them in their partitions, are not done
     */
    List<Origin> awaitLetters() throws InterruptedException {
        return deadLetters.awaitAll();
    }
}
