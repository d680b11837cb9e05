package io.duestream.specs.fault;

import io.duestream.embedded.EmbeddedKafka;
import io.duestream.embedded.EmbeddedZooKeeper;
import java.nio.file.Path;
import java.util.Map;

/** Entry of a process that is a broker or a ZooKeeper server until it is killed. */
final class ServerMain {
    static final String READY = "ready: ";

    private ServerMain() {}

    /** {@code kafka|zookeeper}, the data directory, the port, and the controller's port or the longest session. */
    public static void main(String[] arguments) throws InterruptedException {
        Path data = Path.of(arguments[1]);
        int port = Integer.parseInt(arguments[2]);
        AutoCloseable server = switch (arguments[0]) {
            case "kafka" ->
                EmbeddedKafka.start(new EmbeddedKafka.Settings(data, port, Integer.parseInt(arguments[3]), Map.of()));
            case "zookeeper" -> EmbeddedZooKeeper.start(data, port, Map.of("maxSessionTimeout", arguments[3]));
            default -> throw new IllegalArgumentException(arguments[0]);
        };
        System.out.println(READY + server);
        Thread.currentThread().join();
    }
}
