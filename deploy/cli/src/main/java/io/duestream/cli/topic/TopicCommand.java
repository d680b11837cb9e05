package io.duestream.cli.topic;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code duestream topic …}. */
@Command(
        name = "topic",
        description = "Topics of a cluster.",
        mixinStandardHelpOptions = true,
        subcommands = TopicCreateCommand.class)
public final class TopicCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
