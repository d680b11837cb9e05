package io.duestream.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Asks the cluster once. A producer asks for a missing topic again and again until its patience ends; the admin client is
 * told at once.
 *
 * <p>A bad answer is good for a second: of many jobs sent to an absent cluster one waits for the timeout, not each.
 */
final class AskedCommandsTopic implements CommandsTopic {
    private static final long FAILURE_LASTS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String topic;
    private final Supplier<Admin> admins;
    private final Duration timeout;
    private final LongSupplier nanoTime;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile boolean known;
    private volatile Optional<Failure> last = Optional.empty();

    AskedCommandsTopic(String topic, Supplier<Admin> admins, Duration timeout, LongSupplier nanoTime) {
        this.topic = topic;
        this.admins = admins;
        this.timeout = timeout;
        this.nanoTime = nanoTime;
    }

    private record Failure(long at, KafkaException cause) {}

    @Override
    public void require() throws InterruptedException {
        if (known) {
            return;
        }
        if (!asking.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            throw silent(null);
        }
        try {
            if (!known) {
                throwRecentFailure();
                ask();
            }
        } finally {
            asking.unlock();
        }
    }

    private void throwRecentFailure() {
        Optional<Failure> failure = last;
        if (failure.isPresent() && nanoTime.getAsLong() - failure.get().at() < FAILURE_LASTS_NANOS) {
            throw failure.get().cause();
        }
    }

    private void ask() throws InterruptedException {
        Admin admin = admins.get();
        try {
            admin.describeTopics(List.of(topic)).allTopicNames().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            known = true;
        } catch (java.util.concurrent.TimeoutException e) {
            throw failed(silent(e));
        } catch (ExecutionException e) {
            throw failed(e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause()));
        } finally {
            // A plain close would wait for the call that has just been given up.
            admin.close(Duration.ZERO);
        }
    }

    private KafkaException failed(KafkaException cause) {
        last = Optional.of(new Failure(nanoTime.getAsLong(), cause));
        return cause;
    }

    private TimeoutException silent(Throwable cause) {
        return new TimeoutException("the cluster did not answer within " + timeout.toMillis() + " ms", cause);
    }

    @Override
    public void forget() {
        known = false;
    }
}
