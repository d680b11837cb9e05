package io.duestream.executor;

import io.duestream.codec.RecordCodec;
import io.duestream.executor.delivery.Delivery;
import io.duestream.executor.report.LineSender;
import io.duestream.job.LogLevel;
import io.duestream.record.LogLine;
import io.duestream.topic.JobPartition;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Opens the business logs of runs, whose lines go to the {@code logs} topic and to further sinks. Thread-safe. */
final class LogLines implements Function<Delivery, BusinessLog> {
    private final RecordCodec<LogLine> codec = RecordCodec.of(LogLine.class);
    private final String topic;
    private final String node;
    private volatile LogLevel threshold;
    private final InstantSource clock;
    private final LineSender sender;
    private final Consumer<LogLine> sinks;

    LogLines(
            String topic,
            String node,
            LogLevel threshold,
            InstantSource clock,
            LineSender sender,
            Consumer<LogLine> sinks) {
        this.topic = topic;
        this.node = node;
        this.threshold = threshold;
        this.clock = clock;
        this.sender = sender;
        this.sinks = sinks;
    }

    @Override
    public BusinessLog apply(Delivery delivery) {
        String wanted = delivery.dispatch().labels().get(BusinessLog.LEVEL_LABEL);
        Optional<LogLevel> own = Optional.ofNullable(wanted).flatMap(LogLines::level);
        RunLog log = new RunLog(delivery, node, () -> own.orElse(threshold), clock, this::send);
        if (wanted != null && own.isEmpty()) {
            log.warn("label " + BusinessLog.LEVEL_LABEL + " is '" + wanted + "'; expected one of "
                    + Arrays.toString(LogLevel.values()) + ". The level of the executor counts");
        }
        return log;
    }

    /** The lowest level that is kept. */
    LogLevel threshold() {
        return threshold;
    }

    /** Keeps lines from a level on, of runs under way too. */
    void threshold(LogLevel lowest) {
        threshold = lowest;
    }

    private static Optional<LogLevel> level(String name) {
        return Arrays.stream(LogLevel.values())
                .filter(level -> level.name().equalsIgnoreCase(name.trim()))
                .findFirst();
    }

    private void send(LogLine line) {
        sinks.accept(line);
        sender.send(new ProducerRecord<>(topic, JobPartition.keyBytes(line.key()), codec.encode(line)));
    }
}
