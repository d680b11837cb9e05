package io.duestream.tracker.simulation;

import io.duestream.job.Token;
import java.time.Duration;
import java.util.Optional;

/** What asks to run alone on a node: what waits for it, what does, and what others may join as soon as the brokers know. */
final class Loner {
    private record Stay(Token token, int generation, long until, boolean over) {}

    private Optional<Token> waiting = Optional.empty();
    private long waitsUntil;
    private Optional<Stay> stay = Optional.empty();

    boolean held() {
        return stay.isPresent();
    }

    /** Whether a record that is next still waits for others to end. */
    boolean waits(Optional<Dispatched> asking, boolean empty, long now) {
        Optional<Token> next = asking.map(Dispatched::token);
        if (!waiting.equals(next)) {
            waiting = next;
            waitsUntil = now
                    + asking.flatMap(Dispatched::alone).map(Duration::toMillis).orElse(0L);
        }
        return !empty && now < waitsUntil;
    }

    void begins(Dispatched record, int generation, long now) {
        waiting = Optional.empty();
        stay = Optional.of(new Stay(
                record.token(), generation, now + record.alone().orElseThrow().toMillis(), false));
    }

    boolean alone(Dispatched record, int generation) {
        return stay.filter(held -> is(held, record, generation) && !held.over()).isPresent();
    }

    /** Whether it has been alone for long enough; said once. */
    boolean enough(Dispatched record, int generation, long now) {
        boolean enough = alone(record, generation) && stay.orElseThrow().until() <= now;
        if (enough) {
            stay = stay.map(held -> new Stay(held.token(), held.generation(), held.until(), true));
        }
        return enough;
    }

    private static boolean is(Stay held, Dispatched record, int generation) {
        return held.token().equals(record.token()) && held.generation() == generation;
    }

    void accompanied(Token token) {
        if (stay.filter(held -> held.token().equals(token)).isPresent()) {
            stay = Optional.empty();
        }
    }

    void ends(Dispatched record) {
        accompanied(record.token());
    }

    void left() {
        waiting = Optional.empty();
        stay = Optional.empty();
    }

    /** When something changes by itself, if it has not yet. */
    Optional<Long> next(long now) {
        return stay.filter(held -> !held.over())
                .map(Stay::until)
                .or(() -> waiting.map(token -> waitsUntil))
                .filter(at -> at > now);
    }
}
