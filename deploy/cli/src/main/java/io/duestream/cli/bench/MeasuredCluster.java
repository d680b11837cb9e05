package io.duestream.cli.bench;

import io.duestream.cli.bench.Setup.Role;
import io.duestream.client.KafkaConnection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Duestream cluster of the stage: starts its processes. For one thread. */
final class MeasuredCluster {
    private final Stage stage;
    private final Setup setup;
    private final String name;
    private final KafkaConnection connection;
    private final Path folder;
    private final Path keys;

    /**
     * @param name tells it from others of the stage; empty for the only one
     * @param keys file with the configuration of its processes
     */
    MeasuredCluster(Stage stage, Setup setup, String name, KafkaConnection connection, Path folder, Path keys) {
        this.stage = stage;
        this.setup = setup;
        this.name = name;
        this.connection = connection;
        this.folder = folder;
        this.keys = keys;
    }

    String name() {
        return name;
    }

    KafkaConnection connection() {
        return connection;
    }

    RoleJvm startTracker() {
        return startTracker("");
    }

    /** @param which tells it from others of the cluster; one of the same name takes over the state */
    RoleJvm startTracker(String which) {
        return start(
                Role.TRACKER,
                which,
                "",
                List.of("tracker", "--state-dir", stateOf(which).toString()));
    }

    /** Where a tracker keeps its state. */
    Path stateOf(String which) {
        return folder.resolve("tracker" + suffix(which));
    }

    RoleJvm startForwarder() {
        return start(
                Role.FORWARDER,
                "",
                "",
                List.of("bench", "forwarder", "--payload", Integer.toString(setup.payloadBytes())));
    }

    RoleJvm startExecutor() {
        return startExecutor("", JobNumbers.GROUP, "");
    }

    /**
     * Starts an executor that knows all runners of the bench.
     *
     * @param which tells it from others of the cluster
     * @param options further ones for its virtual machine
     */
    RoleJvm startExecutor(String which, String group, String options) {
        List<String> words = new ArrayList<>(List.of("executor", "--group", group, "--runner", "noop"));
        words.addAll(List.of("--runner", StampRunner.TYPE + "=" + StampRunner.class.getName()));
        words.addAll(List.of("--threads", Integer.toString(setup.executorThreads())));
        return start(Role.EXECUTOR, which, options, words);
    }

    private RoleJvm start(Role role, String which, String options, List<String> words) {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of("--config", keys.toString()));
        return stage.start(role, name, role.word() + suffix(which), options, all);
    }

    private static String suffix(String which) {
        return which.isEmpty() ? "" : "-" + which;
    }
}
