package io.duestream.cli.deadletter;

import io.duestream.cli.connection.ConnectionOptions;
import io.duestream.cli.output.Problems;
import io.duestream.client.KafkaConnection;
import io.duestream.job.Position;
import io.duestream.topic.LetterMark;
import io.duestream.topic.Topics;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands that do something about letters do alike: choose, ask, and deal with one after the other. */
abstract class DealingCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Selection selection;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    /** Whether a choice takes in what somebody has seen to. */
    abstract boolean again();

    /** Asks before so many letters are dealt with. */
    abstract String question(int letters);

    /** What is done about each letter; the marks are those that stand in the topic when nobody else can add any. */
    abstract Round.Dealing dealing(Topics topics, LetterSender sender, Marks marks);

    @Override
    public final Integer call() {
        Problems problems = new Problems();
        selection.check(problems);
        problems.requireNone(spec.commandLine());
        KafkaConnection cluster = connection.connection();
        Marks marks = new Marks();
        try (LetterTopic topic = LetterTopic.open(cluster)) {
            List<Position> letters = selection.find(topic, cluster.topics(), marks, again());
            if (!letters.isEmpty()) {
                selection.confirm(question(letters.size()), spec.commandLine().getErr());
            }
            try (LetterSender sender = LetterSender.open(cluster, Operator.name())) {
                topic.readAll(entry -> {
                    if (entry instanceof LetterMark mark) {
                        marks.add(mark);
                    }
                });
                Round round = new Round(topic, sender, spec.commandLine().getErr());
                round.deal(letters, dealing(cluster.topics(), sender, marks));
                round.print(spec.commandLine().getOut(), json);
                return round.good() ? ExitCode.OK : ExitCode.SOFTWARE;
            }
        }
    }
}
