package io.duestream.cli.audit;

import io.duestream.cli.verify.VerifyCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code duestream audit …}. */
@Command(
        name = "audit",
        description = "What the tracker decided, as the audit topic tells.",
        mixinStandardHelpOptions = true,
        subcommands = {TimelineCommand.class, TailCommand.class, VerifyCommand.class})
public final class AuditCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** The command with its subcommands. */
    public AuditCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
