package io.duestream.cli.connection;

import io.duestream.cli.output.CommandFailedException;
import io.duestream.client.KafkaConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Asks first of all whether anybody is there, so that each command says the same, and soon, when nobody is. */
public final class Brokers {
    private static final int WITHIN_SECONDS = 7;

    private Brokers() {}

    /**
     * The connection, after the brokers have answered.
     *
     * @throws CommandFailedException if they do not answer within seconds
     */
    public static KafkaConnection require(KafkaConnection connection) {
        try (Admin admin = Admin.create(settings(connection))) {
            answer(admin, connection);
            return connection;
        } catch (KafkaException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw unreachable(connection, reason.getMessage(), e);
        }
    }

    /** Settings of Kafka's Admin for a connection. */
    public static Map<String, Object> settings(KafkaConnection connection) {
        Map<String, Object> settings = new HashMap<>(connection.kafka());
        settings.put("bootstrap.servers", connection.bootstrapServers());
        return settings;
    }

    private static void answer(Admin admin, KafkaConnection connection) {
        try {
            admin.describeCluster().nodes().get(WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted while connecting", e);
        } catch (ExecutionException e) {
            throw unreachable(connection, e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            admin.close(Duration.ZERO);
            throw unreachable(connection, "no answer within " + WITHIN_SECONDS + " seconds", e);
        }
    }

    private static CommandFailedException unreachable(KafkaConnection connection, String reason, Exception cause) {
        return new CommandFailedException(
                "cannot reach Kafka at " + connection.bootstrapServers() + ": " + reason
                        + ". See whether it runs, and give its address with --bootstrap HOST:PORT",
                cause);
    }
}
