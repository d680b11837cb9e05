package io.duestream.cli.group;

import io.duestream.cli.output.Problems;
import io.duestream.record.command.ChangeGroup;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code duestream group resume}. */
@Command(
        name = "resume",
        description = "Lets a held group go on: what waits goes by priority, due time and age, as room comes.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: duestream group resume mail --reason \"release 4.2\""})
final class ResumeCommand extends ChangingCommand {
    @Override
    ChangeGroup change(String because, Problems problems) {
        Optional<Integer> stays = Optional.empty();
        return new ChangeGroup(Optional.of(false), stays, stays, stays, stays, because);
    }
}
