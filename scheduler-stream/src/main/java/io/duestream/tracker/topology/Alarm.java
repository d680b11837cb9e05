package io.duestream.tracker.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Wakes a task once, at the earliest time anybody asked for. A periodic punctuator would commit an empty transaction at
 * each firing (seen on 4.3.1), so an idle task has none armed but for its next wake.
 */
final class Alarm {
    private final ProcessorContext<byte[], Outgoing> context;
    private final StreamThreads threads;
    private final Consumer<Instant> wake;
    private Cancellable armed;
    private Instant armedFor;

    Alarm(ProcessorContext<byte[], Outgoing> context, StreamThreads threads, Consumer<Instant> wake) {
        this.context = context;
        this.threads = threads;
        this.wake = wake;
    }

    /** Sees to it that the task wakes no later than at that time. A cancelled schedule stays queued, so only earlier ones re-arm. */
    void noLaterThan(Optional<Instant> at) {
        if (at.isEmpty() || armedFor != null && !at.get().isBefore(armedFor)) {
            return;
        }
        disarm();
        armedFor = at.get();
        long now = now();
        long delay = Math.max(1, armedFor.toEpochMilli() - now);
        armed = context.schedule(Duration.ofMillis(delay), PunctuationType.WALL_CLOCK_TIME, this::fire);
        threads.arm(context.taskId(), now + delay);
    }

    private void fire(long streamsMillis) {
        disarm();
        wake.accept(Instant.ofEpochMilli(now()));
    }

    private long now() {
        return threads.clockAt(context.currentSystemTimeMs());
    }

    void disarm() {
        if (armed != null) {
            armed.cancel();
        }
        armed = null;
        armedFor = null;
        threads.disarm(context.taskId());
    }
}
