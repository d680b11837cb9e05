package io.duestream.client;

import io.duestream.client.failstore.FailStoreDirectory.Claimed;
import io.duestream.client.sender.ReliableSender;
import io.duestream.client.sender.SenderTimes;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.clients.producer.KafkaProducer;

/** Empties a fail store that no process has: {@code duestream fail-store drain}. */
public final class FailStoreDrain {
    private static final Duration DELIVERY = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final KafkaConnection connection;

    /** Sends to a cluster. */
    public FailStoreDrain(KafkaConnection connection) {
        this.connection = connection;
    }

    /**
     * Sends what is in a store and closes it.
     *
     * @param store the store
     * @param time how long to try
     * @return whether the brokers have all of it, but for what is in quarantine
     * @throws InterruptedException if interrupted meanwhile; what has not been sent stays in the store
     */
    public boolean drain(Claimed store, Duration time) throws InterruptedException {
        SenderTimes times = SenderTimes.DEFAULT.longestRetry(LOOK).delivery(DELIVERY);
        try (ReliableSender sender = ReliableSender.emptying(
                "duestream-drain-",
                () -> new KafkaProducer<>(ClientProperties.storingProducer(connection, DELIVERY, LOOK)),
                store,
                times,
                Clock.systemUTC())) {
            return sender.awaitDrained(time);
        }
    }
}
