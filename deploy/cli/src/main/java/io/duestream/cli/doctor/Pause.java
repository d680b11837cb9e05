package io.duestream.cli.doctor;

import java.time.Duration;
import org.apache.kafka.common.errors.InterruptException;

/** Waits between two looks. */
final class Pause {
    private Pause() {}

    static void of(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
