package io.duestream.feedback;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells the loop to end, and cuts its waits short then. */
final class Closing {
    private final CountDownLatch begun = new CountDownLatch(1);

    void begin() {
        begun.countDown();
    }

    boolean begun() {
        return begun.getCount() == 0;
    }

    /** Waits, at most until closing begins or the thread is interrupted. */
    void pause(Duration duration) {
        try {
            if (begun.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
