package io.duestream.specs.proof;

import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.executor.JobContext;
import io.duestream.executor.RunResult;
import io.duestream.job.Cron;
import io.duestream.job.JobKey;
import io.duestream.job.MisfirePolicy;
import io.duestream.job.OnDuplicate;
import io.duestream.job.OverlapPolicy;
import io.duestream.job.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Jobs of every kind, and everything that can be asked of them. */
final class Workload {
    static final String GROUP = "mail";
    private static final String EVERY_SECOND = "* * * * * ?";

    private final JobClient client;
    private final List<JobKey> endless = new ArrayList<>();
    private final List<JobKey> ending = new ArrayList<>();

    Workload(JobClient client) {
        this.client = client;
    }

    /** Runs a job as its type says. */
    static RunResult run(JobContext context) throws InterruptedException {
        switch (context.type()) {
            case "slow" -> TimeUnit.MILLISECONDS.sleep(1_300);
            case "short" -> TimeUnit.MILLISECONDS.sleep(20);
            case "stuck" -> TimeUnit.SECONDS.sleep(20);
            default -> {}
        }
        return switch (context.type()) {
            case "failing" -> RunResult.failed("no");
            case "later" -> context.retry() < 2 ? RunResult.later("not yet") : RunResult.success();
            case "throwing" -> throw new IllegalStateException("broken");
            default -> RunResult.success();
        };
    }

    /** Jobs that end by themselves. */
    void submitEnding() {
        List<String> types = List.of("quick", "short", "failing", "later", "throwing");
        for (int i = 0; i < 150; i++) {
            ending(Job.of(GROUP, "ending-" + i)
                    .type(types.get(i % types.size()))
                    .priority(i * 7 % 5)
                    .retry(RetryPolicy.fixed(2, Duration.ofMillis(150))));
        }
        ending(Job.of(GROUP, "at").at(Instant.now().plusSeconds(2)));
        ending(Job.of(GROUP, "repeat").type("short").repeat(Duration.ofMillis(150), 12));
        ending(Job.of(GROUP, "shards").type("later").shards(5).retry(RetryPolicy.fixed(3, Duration.ofMillis(100))));
        ending(Job.of(GROUP, "timeout")
                .type("stuck")
                .runTimeout(Duration.ofMillis(300))
                .retry(RetryPolicy.fixed(1, Duration.ofMillis(100))));
        ending(Job.of("nobody", "expires").expiry(Duration.ofMillis(700)));
        ending(Job.of(GROUP, "twice").type("slow"));
        client.submit(Job.of(GROUP, "twice"));
        client.submit(Job.of(GROUP, "twice").type("short").onDuplicate(OnDuplicate.REPLACE));
        client.submit(Job.of(GROUP, "twice").type("later").onDuplicate(OnDuplicate.REPLACE));
    }

    /** Jobs that fire for ever, under every pair of policies. */
    void submitEndless() {
        for (OverlapPolicy overlap : OverlapPolicy.values()) {
            for (MisfirePolicy misfire : MisfirePolicy.values()) {
                endless(Job.of(GROUP, "cron-" + overlap + "-" + misfire)
                        .type(misfire == MisfirePolicy.SKIP ? "short" : "slow")
                        .cron(EVERY_SECOND, "Europe/Berlin")
                        .overlap(overlap)
                        .misfire(misfire));
                endless(Job.of(GROUP, "repeat-" + overlap + "-" + misfire)
                        .type("later")
                        .repeat(Duration.ofMillis(400), -1)
                        .retry(RetryPolicy.fixed(2, Duration.ofMillis(500)))
                        .overlap(overlap)
                        .misfire(misfire));
            }
        }
    }

    private void ending(Job job) {
        client.submit(job);
        ending.add(job.key());
    }

    private void endless(Job job) {
        client.submit(job);
        endless.add(job.key());
    }

    List<JobKey> endless() {
        return endless;
    }

    /** All that have to end once the endless ones are cancelled. */
    List<JobKey> all() {
        List<JobKey> all = new ArrayList<>(ending);
        all.addAll(endless);
        return all;
    }

    void pause() {
        endless.forEach(key -> client.pause(key, "for a while"));
        client.pause(endless.get(0), "again");
        endless.subList(0, 5).forEach(key -> client.trigger(key, "by hand"));
    }

    void resume() {
        endless.forEach(key -> client.resume(key, "goes on"));
        endless.forEach(key -> client.trigger(key, "by hand"));
        client.reschedule(endless.get(1), Cron.of("0/2 * * * * ?", "UTC"));
        client.reschedule(endless.get(2), Cron.of("* * * * * ?", "America/New_York"));
        client.update(
                endless.get(3),
                Job.of(GROUP, "any")
                        .type("short")
                        .repeat(Duration.ofMillis(400), -1)
                        .definition());
    }

    void cancel() {
        for (int i = 0; i < endless.size(); i++) {
            client.cancel(endless.get(i), i % 2 == 0, "enough");
        }
    }
}
