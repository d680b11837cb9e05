package io.duestream.cli.group;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.connection.Brokers;
import io.duestream.cli.connection.ConnectionOptions;
import io.duestream.cli.output.JsonOutput;
import io.duestream.cli.output.Problems;
import io.duestream.client.KafkaConnection;
import io.duestream.job.JobRules;
import io.duestream.record.command.ChangeGroup;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What all commands that change a group do alike: check the call, send one command, wait until it holds everywhere. */
abstract class ChangingCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Parameters(paramLabel = "GROUP", description = "The node group.")
    private String group;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "For whoever looks at the group later.")
    private String reason;

    @Option(
            names = "--wait",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Wait until every partition goes by the change, which decides the exit code (default);"
                    + " --no-wait: be content when the brokers have the command.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long to wait; default ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    /** What to ask for. It is not sent if anything was added to the problems. */
    abstract ChangeGroup change(String because, Problems problems);

    @Override
    public final Integer call() throws InterruptedException {
        Problems problems = new Problems();
        GroupNames.check(group, problems);
        problems.addAll(JobRules.reasonProblems(reason));
        ChangeGroup change = change(reason, problems);
        if (seconds < 1) {
            problems.add("--timeout is " + seconds + "; expected 1 or more");
        }
        Optional<KafkaConnection> cluster = connection.read(problems);
        problems.requireNone(spec.commandLine());
        try (GroupTalk talk = GroupTalk.open(Brokers.require(cluster.orElseThrow()))) {
            warnIfUnknown(talk);
            GroupTalk.Asked asked = talk.change(group, change);
            GroupTalk.Applied applied = wait
                    ? talk.awaitApplied(group, asked, Duration.ofSeconds(seconds))
                    : new GroupTalk.Applied(Optional.empty(), Optional.empty(), 0);
            return tell(asked, applied, talk.partitions());
        }
    }

    private void warnIfUnknown(GroupTalk talk) {
        if (!talk.registered(group)) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("duestream: group " + group + " has no topic yet: no executor of it has ever started. The"
                    + " settings hold from its first job on; see whether the name is right");
            err.flush();
        }
    }

    private int tell(GroupTalk.Asked asked, GroupTalk.Applied applied, int partitions) {
        boolean good = applied.refused().isEmpty() && (!wait || applied.partitions() == partitions);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode node = JsonOutput.object();
            node.put("group", group);
            node.put("version", asked.offset());
            applied.settings().ifPresent(each -> node.set("settings", JsonOutput.of(each.settings())));
            applied.refused().ifPresent(each -> node.put("refused", each));
            node.put("appliedBy", applied.partitions());
            node.put("partitions", partitions);
            JsonOutput.print(out, node);
        } else {
            PrintWriter where = good ? out : spec.commandLine().getErr();
            where.println((good ? "" : "duestream: ") + "group " + group + ": " + words(applied, partitions));
            where.flush();
        }
        return good ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private String words(GroupTalk.Applied applied, int partitions) {
        if (applied.refused().isPresent()) {
            return "refused: " + applied.refused().get();
        }
        if (!wait) {
            return "the brokers have the command; the trackers will go by it";
        }
        String settings =
                applied.settings().map(each -> SettingsText.of(each.settings())).orElse("not decided yet");
        return applied.partitions() == partitions
                ? settings
                : settings + "; " + applied.partitions() + " of " + partitions + " partitions go by it after " + seconds
                        + " s. It is in the log and will hold: see whether a tracker of this cluster runs";
    }
}
