package io.duestream.cli.deadletter;

import io.duestream.cli.deadletter.Round.RefusedException;
import io.duestream.topic.DeadLetter;
import io.duestream.topic.Topics;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code duestream dead-letter retry}. */
@Command(
        name = "retry",
        description =
                "Sends the original bytes of dead letters back to their topics, each once, if they can be read now."
                        + " Exit code 1 if one was left alone.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples: duestream dead-letter retry 17 18",
            "          duestream dead-letter retry --reason 'unknown schema' --yes"
        })
final class RetryCommand extends DealingCommand {
    @Option(names = "--again", description = "Also what was retried or dismissed before.")
    private boolean again;

    @Option(names = "--force", description = "Also what still cannot be read; it comes back as a new dead letter.")
    private boolean force;

    @Override
    boolean again() {
        return again;
    }

    @Override
    String question(int letters) {
        return "Send " + letters + " letters again?";
    }

    @Override
    Round.Dealing dealing(Topics topics, LetterSender sender, Marks marks) {
        RetryRules rules = new RetryRules(topics);
        return letter -> retry(letter, rules, sender, marks);
    }

    private String retry(DeadLetter letter, RetryRules rules, LetterSender sender, Marks marks)
            throws RefusedException {
        refuseIf(rules.impossible(letter, Instant.now()));
        if (!again && !marks.open(letter.position())) {
            throw new RefusedException("it was " + marks.words(letter.position()) + "; --again sends it once more");
        }
        if (!force) {
            refuseIf(rules.useless(letter)
                    .map(problem -> "it would be put aside again: " + problem + "; --force sends it all the same"));
        }
        OptionalInt partitions = sender.partitions(letter.home());
        if (partitions.isEmpty()) {
            throw new RefusedException("there is no topic " + letter.home() + "; 'duestream topic create' makes it");
        }
        int partition = rules.partition(letter, partitions.getAsInt());
        sender.retry(letter, partition);
        return "sent to " + letter.home() + ", partition " + partition;
    }

    private static void refuseIf(Optional<String> problem) throws RefusedException {
        if (problem.isPresent()) {
            throw new RefusedException(problem.get());
        }
    }
}
