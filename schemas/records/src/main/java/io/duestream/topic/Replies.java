package io.duestream.topic;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;

/** Waits for the replies of an {@link org.apache.kafka.clients.admin.Admin}. */
public final class Replies {
    private Replies() {}

    /** The reply; a failure is thrown as Kafka's own exception, an interrupt as {@link InterruptException}. */
    public static <T> T await(KafkaFuture<T> reply) {
        try {
            return reply.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException failure) {
                throw failure;
            }
            throw new KafkaException(e.getCause().getMessage(), e.getCause());
        }
    }
}
