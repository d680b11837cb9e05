package io.duestream.cli.verify;

import io.duestream.audit.verify.LogVerifier;
import io.duestream.audit.verify.Verdict;
import io.duestream.cli.connection.ConnectionOptions;
import io.duestream.cli.output.JsonOutput;
import io.duestream.cli.output.LiveLines;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.zone.ZoneRulesProvider;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code duestream audit verify}. */
@Command(
        name = "verify",
        description =
                "Proves on the log that nothing was lost, early, done twice or skipped in silence: from the topics"
                        + " alone, with nothing of the tracker but the record contract. Exit code 0 if it holds, 1 if not.",
        mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Leave out what was appended before, such as 2027-03-14T06:30:00Z; default the beginning.")
    private Instant from;

    @Option(names = "--to", paramLabel = "TIME", description = "Leave out what was appended then or later.")
    private Instant to;

    @Option(
            names = "--grace",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How late a job may wake, and how young a record may be to miss its counterpart; default"
                    + " ${DEFAULT-VALUE}.")
    private int grace;

    @Option(
            names = "--settled",
            description = "The trackers run and have nothing left to do: also judge what should have happened since the"
                    + " last decision.")
    private boolean settled;

    @Option(
            names = "--list",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many violations of each check to list; default ${DEFAULT-VALUE}. All are counted.")
    private int list;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    /** The command. */
    public VerifyCommand() {}

    @Override
    public Integer call() {
        if (grace < 0 || grace > 86_400) {
            throw wrong("--grace is " + grace + "; 0 to 86400 are allowed");
        }
        if (list < 0 || list > 1_000_000) {
            throw wrong("--list is " + list + "; 0 to 1000000 are allowed");
        }
        if (from != null && to != null && !from.isBefore(to)) {
            throw wrong("--from is " + from + ", not before --to, which is " + to);
        }
        Verdict verdict = verdict();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonOutput.print(out, VerdictJson.of(verdict));
        } else {
            VerdictText.lines(verdict).forEach(out::println);
            out.flush();
        }
        return verdict.proven() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private Verdict verdict() {
        Progress progress = new Progress(spec.commandLine().getErr(), LiveLines.possible());
        try (KafkaLog log = KafkaLog.open(
                connection.connection(), Optional.ofNullable(from), Optional.ofNullable(to), Instant.now())) {
            LogVerifier verifier = new LogVerifier(
                    log.extent(), new LogVerifier.Settings(Duration.ofSeconds(grace), settled, list, tzdata()));
            while (log.hasNext()) {
                verifier.take(log.next());
                progress.read(log.offsets());
            }
            progress.done();
            return verifier.verdict();
        }
    }

    private static String tzdata() {
        return ZoneRulesProvider.getVersions("UTC").lastEntry().getKey();
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
