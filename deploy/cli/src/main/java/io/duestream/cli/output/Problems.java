package io.duestream.cli.output;

import io.duestream.job.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What is wrong with a call, collected so that all of it is told at once and before anything is done. Not thread-safe. */
public final class Problems {
    private final List<String> found = new ArrayList<>();

    /** Of a call that nothing is wrong with so far. */
    public Problems() {}

    /** Adds one, in words for a person. */
    public void add(String problem) {
        found.add(problem);
    }

    /** Adds those that break the rules of jobs. */
    public void addAll(List<Problem> broken) {
        broken.forEach(each -> found.add(words(each)));
    }

    /** A broken rule in the words of the command line. */
    public static String words(Problem broken) {
        return broken.field() + " " + broken.message();
    }

    /** What {@code reader} makes; empty if that is refused, which is added. */
    public <T> Optional<T> read(Supplier<T> reader) {
        try {
            return Optional.of(reader.get());
        } catch (IllegalArgumentException | ParameterException e) {
            found.add(e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Goes on if nothing is wrong.
     *
     * @param line the command that was called
     * @throws ParameterException with all that is
     */
    public void requireNone(CommandLine line) {
        if (!found.isEmpty()) {
            throw new ParameterException(line, String.join("; ", found));
        }
    }
}
