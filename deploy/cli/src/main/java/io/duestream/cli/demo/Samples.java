package io.duestream.cli.demo;

import io.duestream.cli.history.FireHistory;
import io.duestream.cli.history.JobHistory;
import io.duestream.client.Job;
import io.duestream.cron.DstGap;
import io.duestream.cron.DstOverlap;
import io.duestream.job.Cron;
import io.duestream.job.JobKey;
import io.duestream.job.RetryPolicy;
import io.duestream.record.OutcomeKind;
import io.duestream.record.event.AttemptEnd;
import io.duestream.record.event.FireEnd;
import io.duestream.record.event.JobEnd;
import io.duestream.topic.JobPartition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Jobs of every kind, each with what is to become of it. */
final class Samples {
    static final String GROUP = "demo";

    /** What the demo cancels after a while. */
    static final JobKey CRON_CANCELLED = key("cron-cancelled");

    /** After how many of its fires. */
    static final int FIRES_BEFORE_CANCEL = 2;

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String EVERY_SECOND = "* * * * * ?";

    private Samples() {}

    /** All that need executors only while they run, in the order in which they are shown. */
    static List<Sample> all(Instant now) {
        return List.of(
                immediate(),
                timed(now),
                cron(now),
                cronCancelled(),
                repeat(),
                retried(),
                later(),
                failed(),
                timedOut(),
                shards(),
                duplicate(now),
                rejected(),
                triggered(now),
                cancelled(now));
    }

    /**
     * Five jobs and then an urgent one, for a group without an executor: they wait, and when the executors come the urgent
     * one goes first. The order is promised for each partition, so all keys are of one.
     */
    static Sample priority(int partitions) {
        JobKey urgent = key("urgent");
        int partition = JobPartition.of(urgent, partitions);
        List<JobKey> normal = IntStream.iterate(1, each -> each + 1)
                .mapToObj(each -> key("not-urgent-" + each))
                .filter(each -> JobPartition.of(each, partitions) == partition)
                .limit(5)
                .toList();
        List<JobKey> keys = new ArrayList<>(List.of(urgent));
        keys.addAll(normal);
        return new Sample(
                keys,
                "submitted last with priority 0, before executors",
                "dispatched before five that were submitted earlier with priority 100",
                seen -> seen.completed(1, 1)
                        && seen.allDecided()
                        && seen.others().stream().allMatch(each -> each.fires(FireEnd.SUCCEEDED) == 1)
                        && seen.dispatchOrder().containsAll(normal)
                        && normal.stream()
                                .allMatch(each -> seen.dispatchOrder().indexOf(urgent)
                                        < seen.dispatchOrder().indexOf(each)),
                client -> {
                    normal.forEach(each -> client.submit(Job.of(each).type(DemoRunners.GREET)));
                    client.submit(Job.of(urgent).type(DemoRunners.GREET).priority(0));
                });
    }

    static JobKey key(String taskId) {
        return new JobKey(GROUP, taskId);
    }

    private static Sample immediate() {
        Job job = Job.of(key("immediate")).type(DemoRunners.GREET);
        return new Sample(
                job.key(),
                "runs at once",
                "one fire, succeeded at the first attempt",
                seen -> seen.completed(1, 1) && seen.job().get().dispatched() == 1,
                client -> client.submit(job));
    }

    private static Sample timed(Instant now) {
        Instant due = now.plusSeconds(3);
        Job job = Job.of(key("timed")).type(DemoRunners.GREET).at(due);
        return new Sample(
                job.key(),
                "runs in 3 seconds",
                "one fire, not dispatched before its due time, succeeded",
                seen -> seen.completed(1, 1)
                        && seen.onlyFire(FireEnd.SUCCEEDED)
                                .flatMap(FireHistory::firstDispatchedAt)
                                .filter(at -> !at.isBefore(due))
                                .isPresent(),
                client -> client.submit(job));
    }

    private static Sample cron(Instant now) {
        Instant end = now.plusSeconds(6);
        Cron trigger =
                new Cron(EVERY_SECOND, "UTC", Optional.empty(), Optional.of(end), DstGap.RUN_AFTER, DstOverlap.FIRST);
        Job job = Job.of(key("cron")).type(DemoRunners.GREET).trigger(trigger);
        return new Sample(
                job.key(),
                "each second, for 6 seconds",
                "every second until the end ran or was skipped with a reason, all runs succeeded, then the job ended",
                seen -> seen.completed(1, 6)
                        && seen.job().get().opened() + seen.job().get().skipped()
                                == secondsBetween(seen.job().get(), end)
                        && seen.job().get().lastFires().stream().allMatch(Samples::onWholeSecond),
                client -> client.submit(job));
    }

    private static long secondsBetween(JobHistory job, Instant end) {
        return end.getEpochSecond() - job.acceptedAt().orElseThrow().getEpochSecond();
    }

    private static boolean onWholeSecond(FireHistory fire) {
        return fire.opened().filter(each -> each.dueAt().getNano() == 0).isPresent();
    }

    private static Sample cronCancelled() {
        Job job = Job.of(CRON_CANCELLED).type(DemoRunners.GREET).cron(EVERY_SECOND, "Asia/Shanghai");
        return new Sample(
                job.key(),
                "each second, cancelled after 2 fires",
                "2 fires or more, all succeeded, then the job was cancelled",
                seen -> seen.endedAs(JobEnd.CANCELLED)
                        && seen.job().get().opened() >= FIRES_BEFORE_CANCEL
                        && seen.job().get().fires(FireEnd.SUCCEEDED)
                                == seen.job().get().opened()
                        && seen.allTold(),
                client -> client.submit(job));
    }

    private static Sample repeat() {
        Job job = Job.of(key("repeat")).type(DemoRunners.GREET).repeat(Duration.ofMillis(500), 4);
        return new Sample(
                job.key(),
                "every 500 ms, 4 times",
                "exactly 4 fires, all succeeded, then the job ends by itself",
                seen -> seen.completed(4, 4),
                client -> client.submit(job));
    }

    private static Sample retried() {
        Job job = Job.of(key("retried")).type(DemoRunners.FLAKY).retry(RetryPolicy.fixed(5, SHORT));
        return new Sample(
                job.key(),
                "throws twice, then succeeds",
                "one fire, succeeded at its third attempt",
                seen -> seen.completed(1, 1)
                        && attempts(seen, FireEnd.SUCCEEDED, AttemptEnd.EXCEPTION) == 2
                        && seen.job().get().dispatched() == 3,
                client -> client.submit(job));
    }

    private static Sample later() {
        Job job = Job.of(key("later")).type(DemoRunners.BUSY).retry(RetryPolicy.fixed(5, SHORT));
        return new Sample(
                job.key(),
                "asks for a later time once",
                "one fire, LATER and then succeeded",
                seen -> seen.completed(1, 1) && attempts(seen, FireEnd.SUCCEEDED, AttemptEnd.LATER) == 1,
                client -> client.submit(job));
    }

    private static Sample failed() {
        Job job = Job.of(key("failed")).type(DemoRunners.BROKEN).retry(RetryPolicy.fixed(5, SHORT));
        return new Sample(
                job.key(),
                "fails for good, is not retried",
                "one fire, failed at its first attempt, the reason told",
                seen -> seen.endedAs(JobEnd.COMPLETED)
                        && attempts(seen, FireEnd.FAILED, AttemptEnd.FAILED) == 1
                        && seen.job().get().dispatched() == 1
                        && seen.outcomes().stream()
                                .anyMatch(each -> each.message().contains("no such customer")),
                client -> client.submit(job));
    }

    private static Sample timedOut() {
        Job job = Job.of(key("timed-out"))
                .type(DemoRunners.SLOW)
                .runTimeout(Duration.ofSeconds(1))
                .retry(RetryPolicy.NONE);
        return new Sample(
                job.key(),
                "runs for 60 seconds, may run for one",
                "one fire, failed by its run timeout",
                seen -> seen.endedAs(JobEnd.COMPLETED)
                        && seen.allTold()
                        && seen.onlyFire(FireEnd.FAILED)
                                .filter(Samples::endedByTimeout)
                                .isPresent(),
                client -> client.submit(job));
    }

    private static boolean endedByTimeout(FireHistory fire) {
        return fire.attempts(AttemptEnd.TIMED_OUT) == 1 || fire.lastMessage().contains("timed out");
    }

    private static Sample shards() {
        Job job =
                Job.of(key("shards")).type(DemoRunners.PART).shardParameters(List.of("north", "east", "south", "west"));
        return new Sample(
                job.key(),
                "one fire in four parts",
                "one fire, four attempts, all succeeded, one end",
                seen -> seen.completed(1, 1) && attempts(seen, FireEnd.SUCCEEDED, AttemptEnd.SUCCESS) == 4,
                client -> client.submit(job));
    }

    private static Sample duplicate(Instant now) {
        Job job = Job.of(key("duplicate")).type(DemoRunners.GREET).at(now.plusSeconds(2));
        return new Sample(
                job.key(),
                "submitted twice under one key",
                "one job, one fire, the second submission ignored and told so",
                seen -> seen.completed(1, 1) && seen.job().get().duplicates() == 1 && seen.told(OutcomeKind.DUPLICATE),
                client -> {
                    client.submit(job);
                    client.submit(job);
                });
    }

    private static Sample rejected() {
        Job job = Job.of(key("rejected")).type(DemoRunners.GREET).cron("0 0 0 30 2 ?", "UTC");
        return new Sample(
                job.key(),
                "cron of 30 February, past the client's check",
                "rejected by the tracker with a reason, and told so",
                seen -> seen.job().isEmpty() && !seen.rejection().isEmpty() && seen.told(OutcomeKind.REJECTED),
                client -> client.submitUnchecked(job));
    }

    private static Sample triggered(Instant now) {
        Job job = Job.of(key("triggered")).type(DemoRunners.GREET).at(now.plus(Duration.ofDays(1)));
        return new Sample(
                job.key(),
                "due tomorrow, triggered now",
                "one fire now, succeeded; the job waits for tomorrow",
                seen -> seen.job().isPresent()
                        && seen.job().get().end().isEmpty()
                        && seen.onlyFire(FireEnd.SUCCEEDED).isPresent()
                        && seen.allTold(),
                client -> {
                    client.submit(job);
                    client.trigger(job.key(), "the demo cannot wait");
                });
    }

    private static Sample cancelled(Instant now) {
        Job job = Job.of(key("cancelled")).type(DemoRunners.GREET).at(now.plus(Duration.ofHours(1)));
        return new Sample(
                job.key(),
                "due in an hour, cancelled now",
                "no fire, job cancelled",
                seen -> seen.endedAs(JobEnd.CANCELLED) && seen.job().get().opened() == 0,
                client -> {
                    client.submit(job);
                    client.cancel(job.key(), "not needed any more");
                });
    }

    private static int attempts(Seen seen, FireEnd end, AttemptEnd how) {
        return seen.onlyFire(end).map(fire -> fire.attempts(how)).orElse(0);
    }
}
