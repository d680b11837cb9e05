package io.duestream.cli.deadletter;

import io.duestream.cli.connection.ConnectionOptions;
import io.duestream.cli.deadletter.Round.RefusedException;
import io.duestream.cli.output.Problems;
import io.duestream.client.KafkaConnection;
import io.duestream.job.Position;
import io.duestream.topic.DeadLetter;
import io.duestream.topic.LetterMark;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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
final class RetryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Selection selection;

    @Option(names = "--again", description = "Also what was retried or dismissed before.")
    private boolean again;

    @Option(names = "--force", description = "Also what still cannot be read; it comes back as a new dead letter.")
    private boolean force;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        Problems problems = new Problems();
        selection.check(problems);
        problems.requireNone(spec.commandLine());
        KafkaConnection cluster = connection.connection();
        Marks marks = new Marks();
        try (LetterTopic topic = LetterTopic.open(cluster)) {
            List<Position> letters = selection.find(topic, cluster.topics(), marks, again);
            if (!letters.isEmpty()) {
                selection.confirm(
                        "Send " + letters.size() + " letters again?",
                        spec.commandLine().getErr());
            }
            try (LetterSender sender = LetterSender.open(cluster, Operator.name())) {
                topic.readAll(entry -> {
                    if (entry instanceof LetterMark mark) {
                        marks.add(mark);
                    }
                });
                RetryRules rules = new RetryRules(cluster.topics());
                Round round = new Round(topic, sender, spec.commandLine().getErr());
                round.deal(letters, letter -> retry(letter, rules, sender, marks));
                round.print(spec.commandLine().getOut(), json);
                return round.good() ? ExitCode.OK : ExitCode.SOFTWARE;
            }
        }
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
