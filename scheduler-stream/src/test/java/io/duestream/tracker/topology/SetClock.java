package io.duestream.tracker.topology;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/** A clock that is set by a test. */
final class SetClock extends Clock {
    private final LongSupplier millis;

    private SetClock(LongSupplier millis) {
        this.millis = millis;
    }

    static SetClock at(LongSupplier millis) {
        return new SetClock(millis);
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis.getAsLong());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("only the instant is asked for");
    }
}
