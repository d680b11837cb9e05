package io.duestream.cli.group;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code duestream group …}. */
@Command(
        name = "group",
        description = "Shows node groups, and sets what holds for a whole group, while it works.",
        mixinStandardHelpOptions = true,
        subcommands = {ShowCommand.class, SetCommand.class, PauseCommand.class, ResumeCommand.class})
public final class GroupCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
