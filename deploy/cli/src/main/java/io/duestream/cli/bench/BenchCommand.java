package io.duestream.cli.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code duestream bench …}. */
@Command(
        name = "bench",
        description =
                "Measures a cluster. Without --bootstrap on brokers of its own; with it on the brokers that are named,"
                        + " under a cluster name of its own, whose topics are removed at the end; a cluster that is there"
                        + " already is refused. Tracker and executor are processes of their own on this machine.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ThroughputCommand.class,
            CeilingCommand.class,
            LatencyCommand.class,
            TimersCommand.class,
            BacklogCommand.class,
            BurstCommand.class,
            FailoverCommand.class,
            RestartCommand.class,
            ExecutorsCommand.class,
            IdleCommand.class,
            ServersCommand.class,
            ForwarderCommand.class
        })
public final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Made by the command line. */
    public BenchCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a scenario is missing");
    }
}
