package io.duestream.tracker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NodeCareTest {
    private static final Duration SOON = Duration.ofMillis(1);

    @Test
    void a_look_that_waits_for_the_brokers_keeps_no_other_from_looking() throws InterruptedException {
        CountDownLatch waits = new CountDownLatch(1);
        CountDownLatch looked = new CountDownLatch(3);
        try (NodeCare care = new NodeCare(null)) {
            care.look("waits", SOON, () -> {
                waits.countDown();
                awaitForEver();
            });
            assertThat(waits.await(20, TimeUnit.SECONDS)).isTrue();
            care.look("looks", SOON, looked::countDown);

            assertThat(looked.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void awaitForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
