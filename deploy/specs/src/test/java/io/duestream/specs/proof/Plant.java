package io.duestream.specs.proof;

import io.duestream.codec.RecordCodec;
import io.duestream.job.At;
import io.duestream.job.Encoded;
import io.duestream.job.JobKey;
import io.duestream.job.Token;
import io.duestream.record.AuditRecord;
import io.duestream.record.JobDispatch;
import io.duestream.record.JobFeedback;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobEvent;
import io.duestream.record.report.Finished;
import io.duestream.topic.JobPartition;
import io.duestream.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A mistake to be planted into the copy of a log. */
final class Plant {
    private final RecordCodec<AuditRecord> audits = RecordCodec.of(AuditRecord.class);
    private final RecordCodec<JobDispatch> dispatches = RecordCodec.of(JobDispatch.class);
    private final RecordCodec<JobFeedback> feedbacks = RecordCodec.of(JobFeedback.class);
    private final Topics from;
    private final List<UnaryOperator<Optional<Object>>> edits = new ArrayList<>();
    private JobKey added;
    private ConsumerRecord<byte[], byte[]> dispatched;
    private final List<Planted> planted = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();

    Plant(Topics from) {
        this.from = from;
    }

    /**
     * A record that is not what it was.
     *
     * @param place where it stands, or would stand
     * @param at when it was appended
     * @param original what it was
     */
    record Planted(String place, Instant at, Object original) {}

    private record Decision(String place, AuditRecord record) {}

    /** The record that was changed, left out or added, once it is planted; of several a decision. */
    Planted planted() {
        return planted.stream()
                .filter(each -> each.original() instanceof AuditRecord)
                .findFirst()
                .orElseGet(() -> planted.get(0));
    }

    /** Where a decision of the copy stands. */
    String decision(Predicate<AuditRecord> wanted) {
        return decisions.stream()
                .filter(each -> wanted.test(each.record()))
                .findFirst()
                .orElseThrow()
                .place();
    }

    /** Changes the events of the decisions about a job in which an event of a kind happened. */
    Plant inDecisions(JobKey key, Class<? extends JobEvent> kind, UnaryOperator<List<JobEvent>> edit) {
        return inRecords(key, kind, record -> Optional.of(with(record, edit.apply(record.events()))));
    }

    /** Changes, or leaves out, the decisions about a job in which an event of a kind happened. */
    Plant inRecords(JobKey key, Class<? extends JobEvent> kind, Function<AuditRecord, Optional<AuditRecord>> edit) {
        return edit(
                AuditRecord.class,
                record -> record.key().equals(key) && record.events().stream().anyMatch(kind::isInstance)
                        ? edit.apply(record)
                        : Optional.of(record));
    }

    /** Changes, or leaves out, the dispatch records of a job. */
    Plant inDispatches(JobKey key, Function<JobDispatch, Optional<JobDispatch>> edit) {
        return edit(JobDispatch.class, each -> each.key().equals(key) ? edit.apply(each) : Optional.of(each));
    }

    /** Changes the token under which the result of an attempt is reported. */
    Plant inResults(JobKey key, long attempt, UnaryOperator<Token> edit) {
        return edit(JobFeedback.class, each -> {
            boolean chosen = each.key().equals(key)
                    && each.body() instanceof Finished
                    && each.token().orElseThrow().attempts() == attempt;
            return Optional.of(chosen ? with(each, each.token().map(edit)) : each);
        });
    }

    /** Adds a dispatch record that is like one of the job's but for its token. */
    Plant addDispatch(JobKey key) {
        added = key;
        return this;
    }

    private <T> Plant edit(Class<T> type, Function<T, Optional<T>> edit) {
        edits.add(record -> record.flatMap(
                each -> type.isInstance(each) ? edit.apply(type.cast(each)).map(Object.class::cast) : record));
        return this;
    }

    /** Copies the log and plants. */
    void into(String bootstrapServers, Topics to) throws Exception {
        new LogCopy(bootstrapServers, from, to).copy(record -> edited(record, to));
        if (added != null) {
            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", bootstrapServers),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                JobDispatch like = dispatches.decode(dispatched.value());
                byte[] value =
                        dispatches.encode(with(like, new Token(like.token().accepted(), 1_000), like.dispatchedAt()));
                RecordMetadata sent = producer.send(new ProducerRecord<>(
                                to.dispatch(added.group()).name(),
                                dispatched.partition(),
                                JobPartition.keyBytes(added),
                                value))
                        .get(20, TimeUnit.SECONDS);
                planted.add(new Planted(
                        sent.topic() + "-" + sent.partition() + "@" + sent.offset(),
                        Instant.ofEpochMilli(sent.timestamp()),
                        like));
            }
        }
    }

    private Optional<byte[]> edited(ConsumerRecord<byte[], byte[]> record, Topics to) {
        String place = to.cluster() + record.topic().substring(from.cluster().length()) + "-" + record.partition() + "@"
                + record.offset();
        if (record.topic().equals(from.audit().name())) {
            decisions.add(new Decision(place, audits.decode(record.value())));
            return edited(audits, record, place);
        } else if (record.topic().equals(from.feedback().name())) {
            return edited(feedbacks, record, place);
        } else if (from.groupOf(record.topic()).isPresent()) {
            if (added != null && dispatches.decode(record.value()).key().equals(added)) {
                dispatched = record;
            }
            return edited(dispatches, record, place);
        }
        return Optional.of(record.value());
    }

    private <T> Optional<byte[]> edited(RecordCodec<T> codec, ConsumerRecord<byte[], byte[]> record, String place) {
        T original = codec.decode(record.value());
        Optional<Object> edited = Optional.of(original);
        for (UnaryOperator<Optional<Object>> edit : edits) {
            edited = edit.apply(edited);
        }
        if (!edited.equals(Optional.of(original))) {
            planted.add(new Planted(place, Instant.ofEpochMilli(record.timestamp()), original));
        }
        return edited.map(each -> each.equals(original)
                ? record.value()
                : codec.encode(codec.type().cast(each)));
    }

    /** The attempt as if it had been handed out five seconds before. */
    static AttemptDispatched earlier(AttemptDispatched e) {
        return new AttemptDispatched(
                e.fire(),
                e.shard(),
                e.attempt(),
                e.token(),
                e.partition(),
                e.dispatchedAt().minusSeconds(5),
                e.startBy(),
                e.timeoutAt());
    }

    /** The attempt as if it had been handed out five seconds before. */
    static JobDispatch earlier(JobDispatch e) {
        return with(e, e.token(), e.dispatchedAt().minusSeconds(5));
    }

    /** A submission as if it had been for the time at which it was accepted. */
    static Optional<AuditRecord> dueAtOnce(AuditRecord record) {
        JobAccepted e = (JobAccepted) record.events().get(0);
        Instant due = e.acceptedAt().plusMillis(1);
        JobAccepted changed = new JobAccepted(
                e.jobId(),
                Encoded.of(
                        e.definition().value().toBuilder().trigger(new At(due)).build()),
                e.acceptedAt(),
                e.anchor(),
                Optional.of(due),
                e.possibleDuplicate(),
                e.submissionId(),
                e.lineage());
        return Optional.of(with(record, record.sequence(), List.of(changed), Optional.of(due)));
    }

    static AuditRecord numbered(AuditRecord record, long sequence) {
        return with(record, Optional.of(sequence), record.events(), record.wakeAt());
    }

    private static AuditRecord with(AuditRecord record, List<JobEvent> events) {
        return with(record, record.sequence(), events, record.wakeAt());
    }

    private static AuditRecord with(
            AuditRecord r, Optional<Long> sequence, List<JobEvent> events, Optional<Instant> wakeAt) {
        return new AuditRecord(
                r.group(),
                r.taskId(),
                r.jobId(),
                sequence,
                r.input(),
                r.forwardedFrom(),
                r.decidedAt(),
                r.tracker(),
                r.coreVersion(),
                r.tzdata(),
                r.definitionVersion(),
                events,
                r.phase(),
                wakeAt,
                r.clientGroup(),
                r.notifyOutcome(),
                r.submissionId(),
                r.lineage());
    }

    private static JobFeedback with(JobFeedback f, Optional<Token> token) {
        return new JobFeedback(
                f.group(),
                f.taskId(),
                f.jobId(),
                f.fire(),
                f.shard(),
                token,
                f.generation(),
                f.node(),
                f.forwardedFrom(),
                f.body());
    }

    private static JobDispatch with(JobDispatch d, Token token, Instant dispatchedAt) {
        return new JobDispatch(
                d.group(),
                d.taskId(),
                d.jobId(),
                d.fire(),
                d.dueAt(),
                d.kind(),
                d.shard(),
                d.shards(),
                d.shardParameter(),
                d.attempt(),
                d.retry(),
                d.lostAttempts(),
                d.alone(),
                token,
                d.type(),
                d.priority(),
                d.parameters(),
                d.payload(),
                d.labels(),
                d.runTimeout(),
                dispatchedAt,
                d.startBy(),
                d.possibleDuplicate(),
                d.lineage());
    }
}
