package io.duestream.cli.job;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code duestream job …}. */
@Command(name = "job", description = "Submits, lists, shows and steers jobs.", mixinStandardHelpOptions = true)
public final class JobCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    private JobCommand() {}

    /** The command with its subcommands. */
    public static CommandLine commandLine() {
        CommandLine submit = new CommandLine(new SubmitCommand());
        submit.getCommandSpec().usageMessage().footer(help());
        return new CommandLine(new JobCommand())
                .addSubcommand(submit)
                .addSubcommand(new ListCommand())
                .addSubcommand(new ShowCommand())
                .addSubcommand(new CancelCommand())
                .addSubcommand(new PauseCommand())
                .addSubcommand(new ResumeCommand())
                .addSubcommand(new TriggerCommand())
                .addSubcommand(new RescheduleCommand())
                .addSubcommand(new UpdateCommand());
    }

    private static String[] help() {
        String[] lines = new String[JobReader.FIELDS.size() + 4];
        lines[0] = "";
        lines[1] = "Fields of a line of --file:";
        for (int i = 0; i < JobReader.FIELDS.size(); i++) {
            lines[i + 2] = "  " + JobReader.FIELDS.get(i);
        }
        lines[lines.length - 2] = "Example:";
        lines[lines.length - 1] =
                "  {\"group\":\"mail\",\"taskId\":\"4711\",\"type\":\"invoice\",\"at\":\"+10s\",\"parameters\":{\"to\":\"a@b.c\"}}";
        return lines;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
