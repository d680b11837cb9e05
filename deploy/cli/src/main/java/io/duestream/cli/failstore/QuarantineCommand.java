package io.duestream.cli.failstore;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.connection.ConnectionOptions;
import io.duestream.cli.failstore.Stores.Store;
import io.duestream.cli.output.CommandFailedException;
import io.duestream.cli.output.JsonOutput;
import io.duestream.cli.output.TextTable;
import io.duestream.client.failstore.FailStoreDirectory.Claimed;
import io.duestream.client.failstore.QuarantinedRecord;
import io.duestream.client.failstore.RecordStore;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code duestream fail-store quarantine}. */
@Command(
        name = "quarantine",
        description = "Lists what the brokers refused, and why; or has it sent again, or destroys it.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "What is to be sent again goes with 'duestream fail-store drain', or with the next process of the store.",
            "Example: duestream fail-store quarantine --store commands/leveldb-1 --retry 17"
        })
final class QuarantineCommand implements Callable<Integer> {
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

    @Option(names = "--store", paramLabel = "NAME", description = "Only this store, such as commands/leveldb-1.")
    private String name;

    @Option(
            names = "--retry",
            paramLabel = "RECORD",
            description = "Takes a record of the store out of quarantine; may be given several times.")
    private List<Long> retries = new ArrayList<>();

    @Option(
            names = "--drop",
            paramLabel = "RECORD",
            description = "Destroys a record of the store's quarantine; may be given several times.")
    private List<Long> drops = new ArrayList<>();

    @Override
    public Integer call() {
        boolean changing = !retries.isEmpty() || !drops.isEmpty();
        if (changing && name == null) {
            throw new ParameterException(spec.commandLine(), "--retry and --drop need --store");
        }
        Stores stores = Stores.of(connection.configuration(), Optional.ofNullable(directory));
        if (changing) {
            change(stores.named(name));
        }
        print(name == null ? stores.all() : List.of(stores.named(name)));
        return ExitCode.OK;
    }

    private void change(Store store) {
        try (Claimed open = store.directory().claim(store.inDirectory())) {
            RecordStore records = open.records();
            List<Long> missing = new ArrayList<>();
            for (Long each : retries) {
                if (records.release(each, records.lastSequence() + 1).isEmpty()) {
                    missing.add(each);
                }
            }
            for (Long each : drops) {
                if (!records.drop(each)) {
                    missing.add(each);
                }
            }
            if (!missing.isEmpty()) {
                throw new CommandFailedException("in the quarantine of " + store.name() + " there is no " + missing
                        + "; the others were seen to");
            }
        }
    }

    private void print(List<Store> stores) {
        ArrayNode list = JsonOutput.object().putArray("records");
        TextTable table = TextTable.of("STORE", "RECORD", "KIND", "JOB", "SINCE", "WHY");
        for (Store store : stores) {
            Optional<Claimed> claimed = store.claim();
            if (claimed.isEmpty()) {
                spec.commandLine().getErr().println("duestream: " + store.name() + " is in use by " + store.holder());
                continue;
            }
            try (Claimed open = claimed.get()) {
                for (QuarantinedRecord each : open.records().quarantined(Integer.MAX_VALUE)) {
                    list.add(node(store, each));
                    table.row(
                            store.name(),
                            Long.toString(each.record().sequence()),
                            each.record().kind().toString(),
                            each.record().lane(),
                            each.at().toString(),
                            each.reason());
                }
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode root = JsonOutput.object();
            root.set("records", list);
            JsonOutput.print(out, root);
        } else {
            table.lines().forEach(out::println);
        }
    }

    private static ObjectNode node(Store store, QuarantinedRecord each) {
        return JsonOutput.object()
                .put("store", store.name())
                .put("record", each.record().sequence())
                .put("kind", each.record().kind().toString())
                .put("job", each.record().lane())
                .put("topic", each.record().topic())
                .put("bytes", each.record().value().length)
                .put("since", each.at().toString())
                .put("reason", each.reason());
    }
}
