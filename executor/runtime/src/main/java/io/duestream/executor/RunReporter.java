package io.duestream.executor;

import io.duestream.client.failstore.RecordKind;
import io.duestream.codec.RecordCodec;
import io.duestream.executor.delivery.Deliveries;
import io.duestream.executor.delivery.Delivery;
import io.duestream.executor.report.Cut;
import io.duestream.executor.report.Outgoing;
import io.duestream.executor.report.ReportSender;
import io.duestream.record.JobDispatch;
import io.duestream.record.JobFeedback;
import io.duestream.record.report.Finished;
import io.duestream.record.report.NotStarted;
import io.duestream.record.report.Report;
import io.duestream.record.report.Started;
import io.duestream.topic.JobPartition;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Tells the tracker what happened to attempts; an acknowledged report settles its delivery. Thread-safe. */
final class RunReporter {
    private final RecordCodec<JobFeedback> codec = RecordCodec.of(JobFeedback.class);
    private final String topic;
    private final String node;
    private final ReportSender sender;
    private final Deliveries deliveries;

    RunReporter(String topic, String node, ReportSender sender, Deliveries deliveries) {
        this.topic = topic;
        this.node = node;
        this.sender = sender;
        this.deliveries = deliveries;
    }

    /** Reports that an attempt has begun. The answer is done when the broker has it. */
    Future<Void> started(Delivery delivery, Instant at) {
        return send(delivery, new Started(at, deliveries.alone(delivery)));
    }

    /** Reports that others are about to begin beside an attempt. {@code known} is run when the broker has it. */
    void accompanied(Delivery delivery, Instant at, Runnable known) {
        send(delivery, new Started(at, false)).thenRun(known);
    }

    void finished(Delivery delivery, RunEnding ending, Instant startedAt, Instant finishedAt) {
        Finished whole = new Finished(
                ending.result(),
                ending.message(),
                ending.stackTrace(),
                Optional.of(startedAt),
                Optional.of(finishedAt));
        send(delivery, whole);
    }

    void notStarted(Delivery delivery, String reason) {
        send(delivery, new NotStarted(Cut.to(Cut.REASON, reason)));
    }

    private CompletableFuture<Void> send(Delivery delivery, Report report) {
        JobDispatch dispatch = delivery.dispatch();
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        sender.send(new Outgoing(RecordKind.REPORT, dispatch.key().toString(), record(delivery, report), () -> {
            deliveries.settlements().settled(delivery.partition(), delivery.epoch(), delivery.offset());
            acknowledged.complete(null);
        }));
        return acknowledged;
    }

    private ProducerRecord<byte[], byte[]> record(Delivery delivery, Report report) {
        JobDispatch dispatch = delivery.dispatch();
        JobFeedback feedback = new JobFeedback(
                dispatch.group(),
                dispatch.taskId(),
                Optional.of(dispatch.jobId()),
                dispatch.fire(),
                dispatch.shard(),
                Optional.of(dispatch.token()),
                delivery.generation(),
                node,
                Optional.empty(),
                report);
        return new ProducerRecord<>(topic, JobPartition.keyBytes(dispatch.key()), codec.encode(feedback));
    }
}
