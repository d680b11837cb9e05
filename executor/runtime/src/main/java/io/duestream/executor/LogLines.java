package io.duestream.executor;

import io.duestream.codec.RecordCodec;
import io.duestream.executor.delivery.Delivery;
import io.duestream.executor.report.LineSender;
import io.duestream.job.LogLevel;
import io.duestream.record.LogLine;
import io.duestream.topic.JobPartition;
import java.time.InstantSource;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Opens the business logs of runs, whose lines go to the {@code logs} topic. Thread-safe. */
final class LogLines implements Function<Delivery, BusinessLog> {
    private final RecordCodec<LogLine> codec = RecordCodec.of(LogLine.class);
    private final String topic;
    private final String node;
    private volatile LogLevel threshold;
    private final InstantSource clock;
    private final LineSender sender;

    LogLines(String topic, String node, LogLevel threshold, InstantSource clock, LineSender sender) {
        this.topic = topic;
        this.node = node;
        this.threshold = threshold;
        this.clock = clock;
        this.sender = sender;
    }

    @Override
    public BusinessLog apply(Delivery delivery) {
        return new RunLog(delivery, node, this::threshold, clock, this::send);
    }

    /** The lowest level that is kept. */
    LogLevel threshold() {
        return threshold;
    }

    /** Keeps lines from a level on, of runs under way too. */
    void threshold(LogLevel lowest) {
        threshold = lowest;
    }

    private void send(LogLine line) {
        sender.send(new ProducerRecord<>(topic, JobPartition.keyBytes(line.key()), codec.encode(line)));
    }
}
