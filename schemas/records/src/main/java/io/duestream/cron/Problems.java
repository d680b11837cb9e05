package io.duestream.cron;

import io.duestream.cron.FieldReader.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the fields of one expression and gathers what is wrong with each, so that all of it can be said at once. */
final class Problems {
    private final String text;
    private final List<String> found = new ArrayList<>();

    Problems(String text) {
        this.text = text;
    }

    /** What the reader read; empty when it could not, and then the problem is kept. */
    <T> Optional<T> read(Reading<T> reading) {
        try {
            return Optional.of(reading.read());
        } catch (Problem problem) {
            found.add(problem.getMessage());
            return Optional.empty();
        }
    }

    void add(String problem) {
        found.add(problem);
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new CronSyntaxException(text, found);
        }
    }

    /** A field being read. */
    interface Reading<T> {
        T read() throws Problem;
    }
}
