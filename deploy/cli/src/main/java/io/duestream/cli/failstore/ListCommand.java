package io.duestream.cli.failstore;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.connection.ConnectionOptions;
import io.duestream.cli.failstore.Stores.Store;
import io.duestream.cli.output.JsonOutput;
import io.duestream.cli.output.TextTable;
import io.duestream.client.failstore.FailStoreDirectory.Claimed;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code duestream fail-store list}. */
@Command(
        name = "list",
        description =
                "Lists the fail stores: who has each, how much is in it, and those that were found corrupt. What is in"
                        + " the store of a running process is shown by its node reports.",
        mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
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

    @Override
    public Integer call() {
        Stores stores = Stores.of(connection.configuration(), Optional.ofNullable(directory));
        ObjectNode root = JsonOutput.object();
        ArrayNode list = root.putArray("stores");
        TextTable table = TextTable.of("STORE", "IN USE BY", "RECORDS", "QUARANTINE", "BYTES");
        for (Store store : stores.all()) {
            ObjectNode node = list.addObject().put("name", store.name());
            Optional<Claimed> claimed = store.claim();
            if (claimed.isEmpty()) {
                node.put("inUseBy", store.holder());
                table.row(store.name(), store.holder(), "", "", "");
            } else {
                try (Claimed open = claimed.get()) {
                    node.put("records", open.records().size());
                    node.put("quarantine", open.records().quarantinedSize());
                    node.put("bytes", open.records().bytes());
                    table.row(
                            store.name(),
                            "nobody",
                            Integer.toString(open.records().size()),
                            Integer.toString(open.records().quarantinedSize()),
                            Long.toString(open.records().bytes()));
                }
            }
        }
        ArrayNode corrupt = root.putArray("corrupt");
        stores.setAside().forEach(each -> corrupt.add(each.toString()));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonOutput.print(out, root);
        } else {
            table.lines().forEach(out::println);
            stores.setAside().forEach(each -> out.println("corrupt: " + each));
        }
        return ExitCode.OK;
    }
}
