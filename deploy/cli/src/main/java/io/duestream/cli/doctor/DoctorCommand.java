package io.duestream.cli.doctor;

import io.duestream.cli.connection.Brokers;
import io.duestream.cli.connection.Configuration;
import io.duestream.cli.connection.ConnectionOptions;
import io.duestream.cli.doctor.Examination.Limits;
import io.duestream.cli.output.CommandFailedException;
import io.duestream.cli.output.JsonOutput;
import io.duestream.cli.output.LiveLines;
import io.duestream.client.KafkaConnection;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code duestream doctor}. */
@Command(
        name = "doctor",
        description =
                "Looks for what is wrong with a cluster, and says what mends it. It changes nothing. Exit code 0 if all"
                        + " is well, 1 if not, 2 if it could not look.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: duestream doctor --only topics --only lag"})
public final class DoctorCommand implements Callable<Integer> {
    private static final int COULD_NOT_LOOK = 2;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Option(
            names = "--only",
            paramLabel = "CHECK",
            description = "Only this check, such as topics or lag; may be given several times.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--watch",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "How long to watch offsets where there is something to read; default ${DEFAULT-VALUE}.")
    private int watch;

    @Option(
            names = "--open-transaction",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long a transaction may be open; default ${DEFAULT-VALUE}.")
    private int openTransaction;

    @Option(
            names = "--waiting",
            paramLabel = "SECONDS",
            defaultValue = "86400",
            description = "How long a fire may wait for room; default ${DEFAULT-VALUE}.")
    private int waiting;

    @Option(
            names = "--fail-store",
            paramLabel = "DIR",
            description =
                    "Also look at the fail stores of this machine there; default as fail.store.dir says, if it does.")
    private Path failStore;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    /** The command. */
    public DoctorCommand() {}

    @Override
    public Integer call() {
        List<Check> checks = checks();
        Configuration configuration = connection.configuration().impatient();
        Limits limits = new Limits(
                seconds("--watch", watch, 600),
                seconds("--open-transaction", openTransaction, 86_400),
                seconds("--waiting", waiting, 366 * 86_400),
                Optional.ofNullable(failStore)
                        .or(() -> configuration
                                .get(Configuration.FAIL_STORE_DIR)
                                .flatMap(x -> configuration.failStore())),
                InstantSource.system());
        PrintWriter err = spec.commandLine().getErr();
        KafkaConnection cluster;
        try {
            cluster = connection.connection();
        } catch (CommandFailedException e) {
            err.println("duestream: " + e.getMessage());
            return COULD_NOT_LOOK;
        }
        Diagnosis diagnosis;
        LiveLines lines = new LiveLines(err);
        Consumer<String> progress = LiveLines.possible() ? text -> lines.show(List.of(text)) : text -> {};
        try (Admin admin = Admin.create(Brokers.settings(cluster))) {
            diagnosis = look(checks, new Examination(cluster, configuration, admin, limits, progress), progress);
        }
        if (LiveLines.possible()) {
            lines.show(List.of());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonOutput.print(out, diagnosis.json());
        } else {
            diagnosis.lines().forEach(out::println);
            out.flush();
        }
        return diagnosis.sick() ? ExitCode.SOFTWARE : diagnosis.blind() ? COULD_NOT_LOOK : ExitCode.OK;
    }

    private static Diagnosis look(List<Check> checks, Examination examination, Consumer<String> progress) {
        Diagnosis diagnosis = new Diagnosis();
        for (Check check : checks) {
            progress.accept("looking at " + check.name());
            try {
                diagnosis.found(check, check.look(examination));
            } catch (RuntimeException e) {
                // One that may not look, or finds what it does not know, keeps no other from looking; it is told below.
                diagnosis.couldNotLook(check, e.getMessage() == null ? e.toString() : e.getMessage());
            }
        }
        return diagnosis;
    }

    private List<Check> checks() {
        List<String> names = Checks.all().stream().map(Check::name).toList();
        List<String> unknown =
                only.stream().filter(each -> !names.contains(each)).toList();
        if (!unknown.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there is no check " + String.join(", ", unknown) + "; known are " + String.join(", ", names));
        }
        return Checks.all().stream()
                .filter(each -> only.isEmpty() || only.contains(each.name()))
                .toList();
    }

    private Duration seconds(String option, int value, int most) {
        if (value < 0 || value > most) {
            throw new ParameterException(
                    spec.commandLine(), option + " is " + value + "; 0 to " + most + " are allowed");
        }
        return Duration.ofSeconds(value);
    }
}
