package io.duestream.cli.deadletter;

import io.duestream.cli.connection.ConnectionOptions;
import io.duestream.cli.deadletter.Round.RefusedException;
import io.duestream.cli.output.Problems;
import io.duestream.client.KafkaConnection;
import io.duestream.job.Position;
import io.duestream.topic.LetterMark;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code duestream dead-letter dismiss}. */
@Command(
        name = "dismiss",
        description =
                "Notes that dead letters were looked at and stay as they are: 'doctor' and '--all' pass them over.",
        mixinStandardHelpOptions = true)
final class DismissCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Selection selection;

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
            List<Position> letters = selection.find(topic, cluster.topics(), marks, false);
            if (!letters.isEmpty()) {
                selection.confirm(
                        "Dismiss " + letters.size() + " letters?",
                        spec.commandLine().getErr());
            }
            try (LetterSender sender = LetterSender.open(cluster, Operator.name())) {
                topic.readAll(entry -> {
                    if (entry instanceof LetterMark mark) {
                        marks.add(mark);
                    }
                });
                Round round = new Round(topic, sender, spec.commandLine().getErr());
                round.deal(letters, letter -> {
                    if (!marks.open(letter.position())) {
                        throw new RefusedException("it was " + marks.words(letter.position()));
                    }
                    sender.dismiss(letter);
                    return "dismissed";
                });
                round.print(spec.commandLine().getOut(), json);
                return round.good() ? ExitCode.OK : ExitCode.SOFTWARE;
            }
        }
    }
}
