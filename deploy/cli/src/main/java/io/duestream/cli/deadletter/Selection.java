package io.duestream.cli.deadletter;

import io.duestream.cli.output.CommandFailedException;
import io.duestream.cli.output.Problems;
import io.duestream.job.Position;
import io.duestream.topic.DeadLetter;
import io.duestream.topic.LetterMark;
import io.duestream.topic.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The letters that something is to be done about: named one by one, or chosen by what they are. */
final class Selection {
    @Parameters(paramLabel = "LETTER", arity = "0..*", description = "Numbers in 'dead-letter list'.")
    private List<String> names = new ArrayList<>();

    private final List<Position> numbers = new ArrayList<>();

    @Mixin
    private LetterFilter filter;

    @Option(names = "--all", description = "All letters that nobody has retried or dismissed.")
    private boolean all;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask before a selection is dealt with.")
    private boolean yes;

    void check(Problems problems) {
        filter.check(problems);
        // By hand: an option that takes any number of values leaves out what its converter refuses, without its
        // message.
        names.forEach(
                each -> problems.read(() -> new LetterNumber().convert(each)).ifPresent(numbers::add));
        boolean chosen = filter.given() || all;
        if (names.isEmpty() && !chosen) {
            problems.add(
                    "no letter is named; name some, or choose by --topic, --reason, --role, --from, --to or --all");
        } else if (!names.isEmpty() && chosen) {
            problems.add("letters are named and chosen at once; do one of the two");
        }
    }

    boolean named() {
        return !numbers.isEmpty();
    }

    /**
     * The letters, in order; what has been read behind them goes to the marks. A choice leaves out what somebody has seen to,
     * unless {@code again}.
     */
    List<Position> find(LetterTopic topic, Topics topics, Marks marks, boolean again) {
        Set<Position> found = new LinkedHashSet<>();
        topic.seek(filter.from().orElse(Instant.EPOCH));
        topic.readToEnd(entry -> {
            if (entry instanceof LetterMark mark) {
                marks.add(mark);
            } else if (entry instanceof DeadLetter letter
                    && (named() ? numbers.contains(letter.position()) : filter.fits(topics, letter))) {
                found.add(letter.position());
            }
        });
        List<Position> absent =
                numbers.stream().filter(each -> !found.contains(each)).toList();
        if (!absent.isEmpty()) {
            throw ShowCommand.absent(topics, absent.get(0));
        }
        return found.stream()
                .filter(each -> named() || again || marks.open(each))
                .toList();
    }

    /**
     * Asks whoever sits there.
     *
     * @throws CommandFailedException if nobody says yes
     */
    void confirm(String question, PrintWriter err) {
        if (yes || named()) {
            return;
        }
        err.print(question + " [y/N] ");
        err.flush();
        String answer;
        try {
            // Not closed: it is the process's.
            answer = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
        } catch (IOException e) {
            throw new CommandFailedException("nothing was done: no answer can be read; --yes goes without", e);
        }
        if (answer == null) {
            err.println();
        }
        if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).matches("y|yes")) {
            throw new CommandFailedException(
                    "nothing was done" + (answer == null ? "; --yes goes without asking" : ""));
        }
    }
}
