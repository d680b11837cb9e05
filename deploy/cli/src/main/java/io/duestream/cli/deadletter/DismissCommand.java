package io.duestream.cli.deadletter;

import io.duestream.cli.deadletter.Round.RefusedException;
import io.duestream.topic.Topics;
import picocli.CommandLine.Command;

/** {@code duestream dead-letter dismiss}. */
@Command(
        name = "dismiss",
        description =
                "Notes that dead letters were looked at and stay as they are: 'doctor' and '--all' pass them over.",
        mixinStandardHelpOptions = true)
final class DismissCommand extends DealingCommand {
    @Override
    boolean again() {
        return false;
    }

    @Override
    String question(int letters) {
        return "Dismiss " + letters + " letters?";
    }

    @Override
    Round.Dealing dealing(Topics topics, LetterSender sender, Marks marks) {
        return letter -> {
            if (!marks.open(letter.position())) {
                throw new RefusedException("it was " + marks.words(letter.position()));
            }
            sender.dismiss(letter);
            return "dismissed";
        };
    }
}
