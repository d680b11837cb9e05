package io.duestream.specs.fault;

import io.duestream.client.Job;
import io.duestream.cron.DstGap;
import io.duestream.cron.DstOverlap;
import io.duestream.job.Cron;
import io.duestream.job.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Kinds of jobs whose names tell what has to become of them. */
enum JobKind {
    /** Runs at once. */
    NOW(1, 1),
    /** Runs at once, until it is told to end; an interrupt does not end it. */
    HELD(1, 1),
    /** Runs at its time. */
    TIMED(1, 1),
    /** A cron expression that comes true once, at its time. */
    CRON(1, 1),
    /** Fires each second for ten seconds; how often is for its policies to say, and for the proof. */
    EACH_SECOND(-1, 1),
    /** Fires three times. */
    REPEATED(3, 1),
    /** Has three shards. */
    SHARDED(1, 3),
    /** Fails at its first try. */
    RETRIED(1, 1),
    /** Runs at its time, if what came after its submission came in order: pause and resume in turn. */
    STEERED(1, 1),
    /** Has a run timeout. */
    LIMITED(1, 1),
    /** Has a time, and is cancelled before. */
    CANCELLED(0, 1);

    static final Duration RUN_TIMEOUT = Duration.ofSeconds(Reliability.load(18, 25));

    private static final DateTimeFormatter ONCE =
            DateTimeFormatter.ofPattern("s m H d M '?' yyyy", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final int fires;
    private final int shards;

    JobKind(int fires, int shards) {
        this.fires = fires;
        this.shards = shards;
    }

    /** The kind of a job by its task id. */
    static JobKind of(String taskId) {
        return valueOf(taskId.substring(taskId.indexOf(':') + 1, taskId.lastIndexOf(':')));
    }

    /** How many fires a job must have had at its end, all of them successful; empty where its policies say so. */
    OptionalInt fires() {
        return fires < 0 ? OptionalInt.empty() : OptionalInt.of(fires);
    }

    int shards() {
        return shards;
    }

    /** How many attempts each shard needs if nothing breaks. */
    int attempts() {
        return this == RETRIED ? 2 : 1;
    }

    /**
     * A job of this kind.
     *
     * @param name of the submitter, part of the task id
     * @param number of the job, unique for the submitter
     * @param due for kinds that have a time
     */
    Job job(Plan plan, String name, int number, Instant due) {
        Job job = Job.of(plan.group(), name + ":" + this + ":" + number)
                .parameter(RecordedRunner.MILLIS, Long.toString(plan.run().toMillis()));
        return switch (this) {
            case NOW -> job;
            case HELD -> job.parameter(RecordedRunner.UNTIL, RecordedRunner.GO);
            case TIMED, STEERED, CANCELLED -> job.at(due);
            case LIMITED -> job.runTimeout(RUN_TIMEOUT);
            case CRON -> job.cron(ONCE.format(due), "UTC");
            case EACH_SECOND ->
                job.trigger(new Cron(
                        "* * * * * ?",
                        "UTC",
                        Optional.of(due),
                        Optional.of(due.plus(Duration.ofSeconds(10))),
                        DstGap.RUN_AFTER,
                        DstOverlap.FIRST));
            case REPEATED -> job.repeat(Duration.ofMillis(500), fires);
            case SHARDED -> job.shards(shards);
            case RETRIED -> job.parameter(RecordedRunner.FAILING, "1").retry(RetryPolicy.fixed(3, plan.retryDelay()));
        };
    }
}
