package io.duestream.cli.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.duestream.cli.doctor.StateFindings.Kind;
import io.duestream.cli.doctor.StateFindings.Problem;
import io.duestream.job.JobKey;
import io.duestream.topic.JobPartition;
import io.duestream.tracker.core.Attempt;
import io.duestream.tracker.core.Fire;
import io.duestream.tracker.core.ReadyShard;
import io.duestream.tracker.core.Shard;
import io.duestream.tracker.core.ShardState;
import io.duestream.tracker.core.StoredJob;
import io.duestream.tracker.store.StateRows;
import io.duestream.tracker.store.StateRows.JobRow;
import io.duestream.tracker.store.StateRows.ReadyRow;
import io.duestream.tracker.store.StateRows.Row;
import io.duestream.tracker.store.StateRows.RunningRow;
import io.duestream.tracker.store.StateRows.ShardRow;
import io.duestream.tracker.store.StateRows.TimerRow;
import io.duestream.tracker.store.StateStores;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The rows of one task that belong to some of its jobs, as their changelogs leave them. Of a job only what the other rows are
 * compared with is kept. Pure, and not thread-safe.
 */
final class StateFold {
    private static final Duration OVERDUE = Duration.ofMinutes(5);
    private static final Duration UNSEEN = Duration.ofHours(1);
    private static final Duration UNANSWERED = Duration.ofMinutes(10);

    private final Predicate<JobKey> mine;
    private final Instant now;
    private final Duration waiting;
    private final Map<ByteBuffer, JobFacts> jobs = new HashMap<>();
    private final Map<ByteBuffer, Row> rows = new HashMap<>();
    private long unreadable;

    /**
     * @param mine which jobs are looked at
     * @param waiting how long a fire may wait for room
     */
    StateFold(Predicate<JobKey> mine, Instant now, Duration waiting) {
        this.mine = mine;
        this.now = now;
        this.waiting = waiting;
    }

    /** What the other rows of a job are compared with, and what is wrong with the job itself. */
    private record JobFacts(
            JobKey key,
            Optional<Instant> wakeAt,
            Set<ReadyShard> ready,
            Map<Long, Boolean> fires,
            Set<Problem> problems) {}

    /** Takes a record of a changelog; a value of null removes the row. */
    void take(String store, byte[] key, byte[] value) {
        ByteBuffer id = id(store, key);
        jobs.remove(id);
        rows.remove(id);
        if (value == null) {
            return;
        }
        try {
            Row row = StateRows.read(store, key, value);
            if (mine.test(row.job())) {
                put(id, row);
            }
        } catch (IllegalArgumentException e) {
            unreadable++;
        }
    }

    /** Takes a row that has been read. */
    void take(Row row) {
        put(
                row instanceof JobRow
                        ? id(row.job())
                        : ByteBuffer.wrap(row.toString().getBytes(UTF_8)),
                row);
    }

    private void put(ByteBuffer id, Row row) {
        if (row instanceof JobRow job) {
            jobs.put(id, facts(job));
        } else {
            rows.put(id, row);
        }
    }

    private static ByteBuffer id(String store, byte[] key) {
        ByteBuffer id = ByteBuffer.allocate(1 + key.length);
        return id.put((byte) StateRows.STORES.indexOf(store)).put(key).flip();
    }

    private static ByteBuffer id(JobKey key) {
        return id(StateStores.JOBS, JobPartition.keyBytes(key));
    }

    private JobFacts facts(JobRow row) {
        StoredJob stored = row.stored();
        Map<Long, Boolean> fires = new HashMap<>();
        Set<Problem> problems = new HashSet<>();
        for (Fire fire : stored.job().fires()) {
            fires.put(fire.number(), fire.shards().size() != 1);
            for (Shard shard : fire.shards()) {
                shard.attempt().ifPresent(attempt -> judge(row.job(), fire, shard, attempt, problems));
            }
        }
        return new JobFacts(row.job(), stored.wakeAt(), Set.copyOf(stored.job().ready()), fires, problems);
    }

    private void judge(JobKey key, Fire fire, Shard shard, Attempt attempt, Set<Problem> problems) {
        String where = key + " fire " + fire.number() + " dispatched " + attempt.dispatchedAt();
        boolean doubted = attempt.doubtReason().isPresent();
        if (shard.state() == ShardState.QUEUED
                && !doubted
                && attempt.startBy().plus(UNSEEN).isBefore(now)) {
            problems.add(new Problem(Kind.NEVER_STARTED, where));
        }
        if (doubted
                && attempt.doubtUntil()
                        .filter(until -> until.plus(UNANSWERED).isBefore(now))
                        .isPresent()) {
            problems.add(new Problem(Kind.DOUBT_UNANSWERED, where));
        }
    }

    /** What is wrong with the rows as they are now. */
    Set<Problem> problems() {
        Set<Problem> problems = new HashSet<>();
        Set<JobKey> timed = new HashSet<>();
        rows.values().forEach(row -> judge(row, timed).ifPresent(problems::add));
        for (JobFacts job : jobs.values()) {
            problems.addAll(job.problems());
            job.wakeAt().ifPresent(wakeAt -> {
                if (!timed.contains(job.key())) {
                    problems.add(new Problem(Kind.JOB_WITHOUT_TIMER, job.key() + " to wake " + wakeAt));
                } else if (wakeAt.plus(OVERDUE).isBefore(now)) {
                    problems.add(new Problem(Kind.OVERDUE, job.key() + " to wake " + wakeAt));
                }
            });
        }
        return problems;
    }

    private Optional<Problem> judge(Row row, Set<JobKey> timed) {
        Optional<JobFacts> job = Optional.ofNullable(jobs.get(id(row.job())));
        if (row instanceof TimerRow timer) {
            if (job.flatMap(JobFacts::wakeAt).filter(timer.wakeAt()::equals).isPresent()) {
                timed.add(timer.job());
                return Optional.empty();
            }
            return problem(Kind.TIMER_WITHOUT_JOB, timer.job() + " at " + timer.wakeAt());
        } else if (row instanceof ReadyRow ready) {
            return judge(ready, job);
        } else if (row instanceof ShardRow shard && !open(job, shard.fire())) {
            return problem(Kind.SHARD_WITHOUT_JOB, shard.job() + " fire " + shard.fire() + " shard " + shard.shard());
        } else if (row instanceof RunningRow running && !open(job, running.fire())) {
            return problem(
                    Kind.RUNNING_WITHOUT_JOB, running.job() + " fire " + running.fire() + " on " + running.node());
        }
        return Optional.empty();
    }

    private Optional<Problem> judge(ReadyRow row, Optional<JobFacts> job) {
        ReadyShard shard = row.shard();
        String where = row.job() + " fire " + shard.fire() + " due " + shard.dueAt();
        // The shards of a fire of several stand in rows of their own, so the job alone does not say which of them wait.
        boolean sharded =
                job.map(each -> each.fires().getOrDefault(shard.fire(), false)).orElse(false);
        if (!sharded && job.filter(each -> each.ready().contains(shard)).isEmpty()) {
            return problem(Kind.READY_WITHOUT_JOB, where);
        }
        return shard.dueAt().plus(waiting).isBefore(now) ? problem(Kind.WAITS_LONG, where) : Optional.empty();
    }

    private static boolean open(Optional<JobFacts> job, long fire) {
        return job.filter(each -> each.fires().containsKey(fire)).isPresent();
    }

    private static Optional<Problem> problem(Kind kind, String where) {
        return Optional.of(new Problem(kind, where));
    }

    /** Counts the live jobs by group. */
    void countInto(Map<String, Long> groups) {
        jobs.values().forEach(job -> groups.merge(job.key().group(), 1L, Long::sum));
    }

    long unreadable() {
        return unreadable;
    }
}
