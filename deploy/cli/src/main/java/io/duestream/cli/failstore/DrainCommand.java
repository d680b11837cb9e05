package io.duestream.cli.failstore;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.connection.ConnectionOptions;
import io.duestream.cli.failstore.Stores.Store;
import io.duestream.cli.output.JsonOutput;
import io.duestream.client.FailStoreDrain;
import io.duestream.client.failstore.FailStoreDirectory.Claimed;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code duestream fail-store drain}. */
@Command(
        name = "drain",
        description = "Sends what is in the fail stores that no process has. Running processes do that by themselves.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit code 1 if something could not be sent, is in quarantine, or is in a store that a process has or that"
                    + " is corrupt."
        })
final class DrainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Directory of the fail stores; default as fail.store.dir says, else duestream-fail-store.")
    private Path directory;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long to try with each store; default ${DEFAULT-VALUE}.")
    private int timeout;

    @Override
    public Integer call() throws InterruptedException {
        Stores stores = Stores.of(connection.configuration(), Optional.ofNullable(directory));
        FailStoreDrain drain = new FailStoreDrain(connection.connection());
        ObjectNode root = JsonOutput.object();
        ArrayNode list = root.putArray("stores");
        PrintWriter out = spec.commandLine().getOut();
        boolean clean = true;
        for (Store store : stores.all()) {
            ObjectNode node = list.addObject().put("name", store.name());
            Optional<Claimed> claimed = store.claim();
            if (claimed.isEmpty()) {
                clean = inUse(store, node);
                continue;
            }
            clean &= isWhole(store, claimed.get(), node);
            int records = claimed.get().records().size();
            boolean drained = drain.drain(claimed.get(), Duration.ofSeconds(timeout));
            clean &= drained & report(store, records, node, out);
        }
        if (json) {
            JsonOutput.print(out, root);
        }
        return clean ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** Answers whether nothing is left. */
    private boolean report(Store store, int before, ObjectNode node, PrintWriter out) {
        Optional<Claimed> claimed = store.claim();
        if (claimed.isEmpty()) {
            return inUse(store, node);
        }
        try (Claimed open = claimed.get()) {
            int left = open.records().size();
            int quarantine = open.records().quarantinedSize();
            node.put("sent", before - left).put("left", left).put("quarantine", quarantine);
            say(
                    out,
                    store.name() + ": " + (before - left) + " sent, " + left + " left, " + quarantine
                            + " in quarantine");
            return left == 0 && quarantine == 0;
        }
    }

    /** Answers false: what is in the store is not sent from here. */
    private boolean inUse(Store store, ObjectNode node) {
        node.put("inUseBy", store.holder());
        warn(store.name() + " is in use by " + store.holder()
                + ", which sends it by itself; stop that process to send it from here");
        return false;
    }

    private boolean isWhole(Store store, Claimed open, ObjectNode node) {
        open.setAside().ifPresent(aside -> {
            node.put("corrupt", aside.toString());
            warn(store.name() + " is corrupt: it is now at " + aside + ", unchanged, and what is in it was not sent");
        });
        return open.setAside().isEmpty();
    }

    private void warn(String text) {
        spec.commandLine().getErr().println("duestream: " + text);
    }

    private void say(PrintWriter out, String text) {
        if (!json) {
            out.println(text);
        }
    }
}
