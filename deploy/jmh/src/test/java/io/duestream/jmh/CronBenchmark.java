package io.duestream.jmh;

import io.duestream.cron.CronExpression;
import io.duestream.cron.DstGap;
import io.duestream.cron.DstOverlap;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What the next due time of a cron trigger costs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CronBenchmark {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    /** Each second, each working day, and what is rarest. */
    @Param({"* * * * * ?", "0 30 9 ? * MON-FRI", "0 0 0 29 2 ? 2096"})
    public String expression;

    private CronExpression cron;

    /** Reads the expression. */
    @Setup
    public void parse() {
        cron = CronExpression.parse(expression);
    }

    /** The next due time. */
    @Benchmark
    public Optional<Instant> next() {
        return cron.next(Life.NOW, ZONE, DstGap.RUN_AFTER, DstOverlap.FIRST);
    }

    /** The expression from its text, as of a submission that is checked. */
    @Benchmark
    public CronExpression read() {
        return CronExpression.parse(expression);
    }
}
