package io.duestream.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells what was wrong with a call, and where to read more: the whole help page would push the message off the screen. */
final class UsageMistakes implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException mistake, String[] arguments) {
        CommandLine line = mistake.getCommandLine();
        PrintWriter err = line.getErr();
        err.println("duestream: " + mistake.getMessage());
        if (line.getSubcommands().isEmpty()) {
            UnmatchedArgumentException.printSuggestions(mistake, err);
        } else {
            err.println("Commands of '" + name(line) + "': "
                    + String.join(", ", line.getSubcommands().keySet()));
        }
        err.println("Try '" + name(line) + " --help'.");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    private static String name(CommandLine line) {
        return line.getCommandSpec().qualifiedName();
    }
}
