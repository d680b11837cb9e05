package io.duestream.cli.deadletter;

import io.duestream.job.Position;
import io.duestream.topic.LetterMark;
import io.duestream.topic.LetterMark.Deed;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What operators did about letters, as far as it has been read. Not thread-safe. */
public final class Marks {
    private final Map<Position, LetterMark> last = new HashMap<>();
    private final Map<Position, Integer> retries = new HashMap<>();

    /** None so far. */
    public Marks() {}

    /** Another one was read. */
    public void add(LetterMark mark) {
        last.put(mark.letter(), mark);
        if (mark.deed() == Deed.RETRIED) {
            retries.merge(mark.letter(), 1, Integer::sum);
        }
    }

    /** Whether nobody did anything about a letter. */
    public boolean open(Position letter) {
        return !last.containsKey(letter);
    }

    /** The last thing done about a letter. */
    Optional<LetterMark> last(Position letter) {
        return Optional.ofNullable(last.get(letter));
    }

    boolean retried(Position letter) {
        return retries.containsKey(letter);
    }

    /** What was done about a letter, in words; a dash if nothing was. */
    String words(Position letter) {
        return last(letter)
                .map(mark -> mark.deed().name().toLowerCase(Locale.ROOT) + " " + mark.appendedAt() + " by " + mark.by()
                        + times(letter))
                .orElse("-");
    }

    private String times(Position letter) {
        int count = retries.getOrDefault(letter, 0);
        return count > 1 ? " (retried " + count + " times)" : "";
    }
}
