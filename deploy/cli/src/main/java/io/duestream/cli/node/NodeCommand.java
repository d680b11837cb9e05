package io.duestream.cli.node;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code duestream node …}. */
@Command(
        name = "node",
        description = "Shows the nodes of a cluster, and asks something of executors that live.",
        mixinStandardHelpOptions = true,
        subcommands = {ListCommand.class, DrainCommand.class, ThreadsCommand.class, LogLevelCommand.class})
public final class NodeCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
