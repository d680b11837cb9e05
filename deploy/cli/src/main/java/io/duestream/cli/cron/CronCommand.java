package io.duestream.cli.cron;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code duestream cron …}. */
@Command(
        name = "cron",
        description = "Cron expressions; needs no cluster.",
        mixinStandardHelpOptions = true,
        subcommands = CronNextCommand.class)
public final class CronCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
