package io.duestream.cli.group;

import io.duestream.cli.output.Problems;
import io.duestream.record.command.ChangeGroup;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code duestream group pause}. */
@Command(
        name = "pause",
        description = "Holds a whole group: nothing of it is dispatched, due fires wait in order, runs end normally.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: duestream group pause mail --reason \"release 4.2\""})
final class PauseCommand extends ChangingCommand {
    @Override
    ChangeGroup change(String because, Problems problems) {
        Optional<Integer> stays = Optional.empty();
        return new ChangeGroup(Optional.of(true), stays, stays, stays, stays, because);
    }
}
