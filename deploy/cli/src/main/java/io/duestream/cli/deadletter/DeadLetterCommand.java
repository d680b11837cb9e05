package io.duestream.cli.deadletter;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code duestream dead-letter …}. */
@Command(
        name = "dead-letter",
        description = "Records that could not be read or delivered: what they are, why, and sending them again.",
        mixinStandardHelpOptions = true,
        subcommands = {ListCommand.class, ShowCommand.class, RetryCommand.class, DismissCommand.class})
public final class DeadLetterCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
