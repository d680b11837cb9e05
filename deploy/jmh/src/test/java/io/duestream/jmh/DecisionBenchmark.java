package io.duestream.jmh;

import io.duestream.tracker.core.Decision;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What the decisions about a job cost, without stores and records. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecisionBenchmark {
    private final Life life = new Life(Life.submit());
    private final Decision accepted = life.accepted();
    private final Decision dispatched = life.dispatched(accepted);
    private final Decision started = life.started(dispatched);

    /** All four of them, one after the other. */
    @Benchmark
    public Decision wholeLife() {
        return life.ended(life.started(life.dispatched(life.accepted())));
    }

    /** A submission that is accepted and due at once. */
    @Benchmark
    public Decision accept() {
        return life.accepted();
    }

    /** Room was found. */
    @Benchmark
    public Decision dispatch() {
        return life.dispatched(accepted);
    }

    /** The start was reported. */
    @Benchmark
    public Decision start() {
        return life.started(dispatched);
    }

    /** The end was reported. */
    @Benchmark
    public Decision end() {
        return life.ended(started);
    }
}
