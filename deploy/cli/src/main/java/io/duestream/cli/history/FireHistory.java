package io.duestream.cli.history;

import io.duestream.job.Token;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.AttemptEnd;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.AttemptStarted;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.FireOpened;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One fire of a job, as far as the audit topic tells. Not thread-safe. */
public final class FireHistory {
    private final long number;
    private final Map<AttemptEnd, Integer> attemptEnds = new EnumMap<>(AttemptEnd.class);
    private final Map<Token, Integer> generations = new HashMap<>();
    private Optional<FireOpened> opened = Optional.empty();
    private Optional<FireEnded> ended = Optional.empty();
    private Optional<Instant> firstDispatchedAt = Optional.empty();
    private Optional<Instant> firstStartedAt = Optional.empty();
    private int dispatched;
    private int repeated;
    private String lastMessage = "";

    FireHistory(long number) {
        this.number = number;
    }

    void opened(FireOpened event) {
        opened = Optional.of(event);
    }

    void dispatched(AttemptDispatched event) {
        dispatched++;
        if (firstDispatchedAt.isEmpty()) {
            firstDispatchedAt = Optional.of(event.dispatchedAt());
        }
    }

    void started(AttemptStarted event) {
        Integer before = generations.put(event.token(), event.generation());
        if (before != null && before != event.generation()) {
            repeated++;
        }
        startedAt(event.startedAt());
    }

    void attemptEnded(AttemptEnded event) {
        attemptEnds.merge(event.end(), 1, Integer::sum);
        event.startedAt().ifPresent(this::startedAt);
        if (event.end() == AttemptEnd.LOST && generations.containsKey(event.token())) {
            repeated++;
        }
        if (!event.message().isEmpty()) {
            lastMessage = event.message();
        }
    }

    private void startedAt(Instant at) {
        if (firstStartedAt.isEmpty()) {
            firstStartedAt = Optional.of(at);
        }
    }

    void ended(FireEnded event) {
        ended = Optional.of(event);
    }

    /** Its number, from 1. */
    public long number() {
        return number;
    }

    /** How it opened; empty where the fold began later. */
    public Optional<FireOpened> opened() {
        return opened;
    }

    /** How it ended; empty while it is open. */
    public Optional<FireEnded> ended() {
        return ended;
    }

    /** Attempts handed out. */
    public int dispatched() {
        return dispatched;
    }

    /** Attempts that ended in a way. */
    public int attempts(AttemptEnd end) {
        return attemptEnds.getOrDefault(end, 0);
    }

    /** When its first attempt was handed out, on the tracker's clock. */
    public Optional<Instant> firstDispatchedAt() {
        return firstDispatchedAt;
    }

    /** When its first run began, on the executor's clock; known for reported runs only. */
    public Optional<Instant> firstStartedAt() {
        return firstStartedAt;
    }

    /** Runs known to have been begun again, or lost after they had begun: the runner may have been called twice. */
    public int repeated() {
        return repeated;
    }

    /** What the last attempt said that said anything. */
    public String lastMessage() {
        return lastMessage;
    }
}
