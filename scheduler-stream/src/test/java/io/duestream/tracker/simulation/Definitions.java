package io.duestream.tracker.simulation;

import io.duestream.cron.DstGap;
import io.duestream.cron.DstOverlap;
import io.duestream.job.At;
import io.duestream.job.Cron;
import io.duestream.job.FirePolicy;
import io.duestream.job.Immediate;
import io.duestream.job.JobDefinition;
import io.duestream.job.MisfirePolicy;
import io.duestream.job.OnDuplicate;
import io.duestream.job.OverlapPolicy;
import io.duestream.job.Repeat;
import io.duestream.job.RetryPolicy;
import io.duestream.job.TimeLimits;
import io.duestream.job.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Definitions with any trigger, any policy, and now and then with a mistake. */
final class Definitions {
    private final Chance chance;

    Definitions(Chance chance) {
        this.chance = chance;
    }

    JobDefinition any(Instant now) {
        return JobDefinition.builder()
                .trigger(trigger(now))
                .priority(chance.oneIn(80) ? -1 : chance.of(List.of(0, 50, 100, 100, 200)))
                .shards(chance.oneIn(6) ? 1 + chance.below(3) : 1)
                .firing(firing())
                .retry(retry())
                .limits(limits())
                .onDuplicate(chance.oneIn(3) ? OnDuplicate.REPLACE : OnDuplicate.KEEP)
                .build();
    }

    Trigger trigger(Instant now) {
        int die = chance.below(20);
        if (die < 6) {
            return new Immediate();
        } else if (die < 10) {
            return new At(now.plusMillis(chance.between(-120_000, 300_000)));
        } else if (die < 15) {
            return repeat(now);
        }
        return new Cron(
                chance.of(Oracle.Pattern.ALL).expression(),
                "UTC",
                chance.maybe(4, () -> now.plus(chance.seconds(-600, 600))),
                chance.maybe(4, () -> now.plus(chance.seconds(600, 7200))),
                DstGap.RUN_AFTER,
                DstOverlap.FIRST);
    }

    private Trigger repeat(Instant now) {
        Duration interval = chance.oneIn(10)
                ? Duration.ofMillis(chance.oneIn(8) ? chance.between(20, 250) : chance.between(250, 2_000))
                : Duration.ofMillis(chance.between(2_000, 90_000));
        return new Repeat(
                interval,
                chance.oneIn(2) ? Repeat.FOREVER : chance.between(1, 6),
                chance.maybe(4, () -> now.plus(chance.seconds(-300, 300))),
                chance.maybe(4, () -> now.plus(chance.seconds(300, 3600))));
    }

    private FirePolicy firing() {
        return new FirePolicy(
                chance.of(List.of(OverlapPolicy.values())),
                chance.of(List.of(MisfirePolicy.values())),
                chance.seconds(10, 3600),
                chance.oneIn(10) ? 10_000 : 1 + chance.below(20));
    }

    private RetryPolicy retry() {
        int retries = chance.below(4);
        Duration delay = Duration.ofMillis(chance.between(0, 60_000));
        return chance.oneIn(3)
                ? RetryPolicy.exponential(retries, delay, delay.multipliedBy(3))
                : RetryPolicy.fixed(retries, delay);
    }

    private TimeLimits limits() {
        Optional<Duration> run = chance.maybe(3, () -> chance.seconds(1, 60));
        Optional<Duration> attempt = chance.maybe(4, () -> chance.seconds(2, 120));
        Optional<Duration> expiry = chance.maybe(4, () -> chance.seconds(1, 120));
        return new TimeLimits(run, attempt, expiry);
    }
}
