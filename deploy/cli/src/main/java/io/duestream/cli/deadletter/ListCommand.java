package io.duestream.cli.deadletter;

import io.duestream.cli.connection.ConnectionOptions;
import io.duestream.cli.output.JsonOutput;
import io.duestream.cli.output.Problems;
import io.duestream.client.KafkaConnection;
import io.duestream.topic.DeadLetter;
import io.duestream.topic.LetterMark;
import io.duestream.topic.Topics;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code duestream dead-letter list}. */
@Command(
        name = "list",
        description = "Lists the last dead letters, the oldest of them first.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: duestream dead-letter list --topic commands --open"})
final class ListCommand implements Callable<Integer> {
    private static final int MOST = 100_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private LetterFilter filter;

    @Option(names = "--open", description = "Only those that nobody has retried or dismissed.")
    private boolean open;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            defaultValue = "100",
            description = "How many of the last ones to list; default ${DEFAULT-VALUE}. All are counted.")
    private int limit;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        Problems problems = new Problems();
        filter.check(problems);
        if (limit < 0 || limit > MOST) {
            problems.add("--limit is " + limit + "; 0 to " + MOST + " are allowed");
        }
        problems.requireNone(spec.commandLine());
        KafkaConnection cluster = connection.connection();
        try (LetterTopic topic = LetterTopic.open(cluster)) {
            Listing listing = new Listing(cluster.topics(), limit);
            Instant begin = filter.from().orElse(Instant.EPOCH);
            if (open) {
                // Whether a letter is open shows only behind it: a first reading finds the marks.
                topic.seek(begin);
                topic.readToEnd(entry -> {
                    if (entry instanceof LetterMark mark) {
                        listing.marks().add(mark);
                    }
                });
            }
            topic.seek(begin);
            topic.readToEnd(entry -> {
                if (entry instanceof DeadLetter letter && fits(cluster.topics(), letter, listing.marks())) {
                    listing.add(letter);
                } else if (entry instanceof LetterMark mark && !open) {
                    listing.marks().add(mark);
                }
            });
            print(listing, topic.foreign());
        }
        return ExitCode.OK;
    }

    private boolean fits(Topics topics, DeadLetter letter, Marks marks) {
        return filter.fits(topics, letter) && (!open || marks.open(letter.position()));
    }

    private void print(Listing listing, long foreign) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonOutput.print(out, listing.json().put("foreign", foreign));
            return;
        }
        listing.lines().forEach(out::println);
        if (foreign > 0) {
            out.println(foreign + " records there are no dead letters: something else writes to the topic");
        }
        out.flush();
    }
}
