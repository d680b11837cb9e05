package io.duestream.executor;

import io.duestream.executor.delivery.Delivery;
import io.duestream.job.JobId;
import io.duestream.job.Token;
import io.duestream.record.JobDispatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The runs under way on this node. Thread-safe. */
final class RunRegistry {
    private final Map<Shard, List<Run>> runs = new HashMap<>();
    private int size;

    /** What only one attempt at a time holds the lease of. */
    private record Shard(JobId jobId, long fire, int shard) {
        static Shard of(JobDispatch dispatch) {
            return new Shard(dispatch.jobId(), dispatch.fire(), dispatch.shard());
        }
    }

    /**
     * Enters a run of a delivery on the calling thread, and tells older attempts of the shard that their lease is gone.
     *
     * @return empty if the attempt runs here already: that run goes on under the delivery's lease
     */
    synchronized Optional<Run> begin(Delivery delivery, Instant now) {
        List<Run> sameShard = runs.computeIfAbsent(Shard.of(delivery.dispatch()), shard -> new ArrayList<>(1));
        Token token = delivery.dispatch().token();
        for (Run other : sameShard) {
            Token running = other.delivery().dispatch().token();
            if (running.equals(token) && other.adopt(delivery)) {
                return Optional.empty();
            }
            if (running.compareTo(token) < 0) {
                other.loseLease();
            }
        }
        Run run = new Run(delivery, Thread.currentThread(), now);
        sameShard.add(run);
        size++;
        return Optional.of(run);
    }

    /** The token of a newer attempt of the delivery's shard, if one runs here: then the delivery came too late. */
    synchronized Optional<Token> newer(Delivery delivery) {
        return runs.getOrDefault(Shard.of(delivery.dispatch()), List.of()).stream()
                .map(run -> run.delivery().dispatch().token())
                .filter(token -> token.compareTo(delivery.dispatch().token()) > 0)
                .findAny();
    }

    /** Takes out a run that has ended. */
    synchronized void end(Run run) {
        Shard shard = Shard.of(run.delivery().dispatch());
        List<Run> sameShard = runs.getOrDefault(shard, List.of());
        if (sameShard.remove(run)) {
            size--;
        }
        if (sameShard.isEmpty()) {
            runs.remove(shard);
        }
    }

    /** The run of an attempt, if it is under way here. */
    synchronized Optional<Run> find(JobId jobId, long fire, int shard, Token token) {
        return runs.getOrDefault(new Shard(jobId, fire, shard), List.of()).stream()
                .filter(run -> run.delivery().dispatch().token().equals(token))
                .findAny();
    }

    /** The run of a delivery, if it is under way. */
    Optional<Run> of(Delivery delivery) {
        JobDispatch dispatch = delivery.dispatch();
        return find(dispatch.jobId(), dispatch.fire(), dispatch.shard(), dispatch.token());
    }

    /** All runs under way. */
    synchronized List<Run> all() {
        List<Run> all = new ArrayList<>(size);
        runs.values().forEach(all::addAll);
        return all;
    }

    /** How many runs are under way. */
    synchronized int size() {
        return size;
    }
}
