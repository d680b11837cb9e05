package io.duestream.cli.failstore;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code duestream fail-store …}. */
@Command(
        name = "fail-store",
        description = "What submitters and executors of this machine keep on its disk until the brokers are back.",
        mixinStandardHelpOptions = true,
        subcommands = {ListCommand.class, DrainCommand.class, QuarantineCommand.class})
public final class FailStoreCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
