package io.duestream.client;

import io.duestream.codec.MalformedRecordException;
import io.duestream.codec.RecordCodec;
import io.duestream.codec.UnknownSchemaException;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.record.JobOutcome;
import io.duestream.record.OutcomeKind;
import io.duestream.record.event.FireEnd;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The submissions that somebody waits for, and which outcomes answer them. Thread-safe. */
final class Expectations {
    private static final Logger LOG = LoggerFactory.getLogger(Expectations.class);

    private final RecordCodec<JobOutcome> codec = RecordCodec.of(JobOutcome.class);
    private final Set<Expectation> waiting = ConcurrentHashMap.newKeySet();

    /** One who waits. */
    final class Expectation implements AutoCloseable {
        private final JobKey key;
        private final String submissionId;
        private final CompletableFuture<JobOutcome> outcome = new CompletableFuture<>();
        private volatile Optional<JobId> jobId = Optional.empty();

        private Expectation(JobKey key, String submissionId) {
            this.key = key;
            this.submissionId = submissionId;
        }

        /** Where the submission stands, which is the job's id if it became a new one. */
        void sent(JobId position) {
            jobId = Optional.of(position);
        }

        CompletableFuture<JobOutcome> outcome() {
            return outcome;
        }

        @Override
        public void close() {
            waiting.remove(this);
        }

        private boolean answeredBy(JobOutcome told) {
            if (!told.taskId().equals(key.taskId()) || !told.group().equals(key.group())) {
                return false;
            }
            boolean ours = told.submissionId().filter(submissionId::equals).isPresent();
            boolean ourJob = jobId.isPresent() && told.jobId().equals(jobId);
            if (told.kind() != OutcomeKind.FIRE_ENDED) {
                // The id of a living job stands in the answer to whoever came second: that one is meant, not the job.
                return ours;
            }
            // A submission that replaces a living job ends that job's waiting fires under its own name.
            return told.end().equals(Optional.of(FireEnd.REPLACED)) ? ourJob : ours || ourJob;
        }
    }

    /** A submission id is known under its job key only: others may use the same. */
    Expectation add(JobKey key, String submissionId) {
        Expectation expectation = new Expectation(key, submissionId);
        waiting.add(expectation);
        return expectation;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Looks whether a record is what somebody waits for. */
    void read(ConsumerRecord<byte[], byte[]> record) {
        if (waiting.isEmpty()) {
            return;
        }
        try {
            JobOutcome told = codec.decode(record.value());
            waiting.stream().filter(each -> each.answeredBy(told)).forEach(each -> each.outcome.complete(told));
        } catch (MalformedRecordException | UnknownSchemaException e) {
            LOG.warn(
                    "cannot read outcome {}-{}@{}; whoever waits for it waits in vain: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.getMessage());
        }
    }

    /** Nobody waits any longer. */
    void endAll() {
        waiting.forEach(each -> each.outcome.completeExceptionally(
                new IllegalStateException("the job client was closed; the job goes on")));
        waiting.clear();
    }
}
