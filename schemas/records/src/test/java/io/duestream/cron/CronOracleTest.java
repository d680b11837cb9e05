package io.duestream.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random expressions in many zones against a walk over every minute that shares no code with the evaluator. Run with
 * {@code -Dduestream.cron.seed=…} to replay or to try others.
 */
class CronOracleTest {
    private static final long SEED = Long.getLong("duestream.cron.seed", 20_270_314L);
    private static final Instant FROM = Instant.parse("1975-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2097-01-01T00:00:00Z");
    private static final List<String> ZONES = List.of(
            "UTC",
            "Asia/Shanghai",
            "America/New_York",
            "Europe/Berlin",
            "Europe/London",
            "Australia/Lord_Howe",
            "America/Santiago",
            "Africa/Cairo",
            "Asia/Beirut",
            "Asia/Gaza",
            "America/Havana",
            "Antarctica/Troll",
            "Antarctica/Casey",
            "Pacific/Apia",
            "Pacific/Kwajalein",
            "Pacific/Chatham",
            "Asia/Tehran",
            "Asia/Pyongyang",
            "Africa/Casablanca",
            "America/St_Johns",
            "America/Caracas",
            "America/Scoresbysund",
            "Atlantic/Azores");

    @Test
    void around_changes_of_the_clock_every_fire_is_the_oracles() {
        Random random = new Random(SEED);
        int fires = 0;
        for (int i = 0; i < 4_000; i++) {
            ZoneId zone = zone(random);
            ZoneOffsetTransition change = zone.getRules().nextTransition(instant(random));
            Instant middle = change == null ? instant(random) : change.getInstant();
            LocalDateTime near = change == null || random.nextBoolean()
                    ? LocalDateTime.ofInstant(middle, zone)
                    : change.getDateTimeBefore().minusMinutes(random.nextInt(120));
            Instant after = middle.minusMillis(random.nextInt(40 * 3_600_000));
            fires += compare(random, i, zone, near, after, middle.plus(Duration.ofHours(30)));
        }
        assertThat(fires).as("fires compared").isGreaterThan(100_000);
    }

    @Test
    void over_a_quarter_of_a_year_every_fire_is_the_oracles() {
        Random random = new Random(SEED + 1);
        int fires = 0;
        for (int i = 0; i < 150; i++) {
            ZoneId zone = zone(random);
            Instant after = instant(random);
            LocalDateTime near = LocalDateTime.ofInstant(after, zone).plusDays(random.nextInt(90));
            fires += compare(random, i, zone, near, after, after.plus(Duration.ofDays(92)));
        }
        assertThat(fires).as("fires compared").isGreaterThan(10_000);
    }

    private static int compare(Random random, int run, ZoneId zone, LocalDateTime near, Instant after, Instant until) {
        RandomExpression expression =
                random.nextInt(3) == 0 ? RandomExpression.unix(random, near) : RandomExpression.quartz(random, near);
        DstGap gap = random.nextBoolean() ? DstGap.RUN_AFTER : DstGap.SKIP;
        DstOverlap overlap = random.nextBoolean() ? DstOverlap.FIRST : DstOverlap.BOTH;
        List<Instant> expected = new MinuteWalk(expression, zone.getRules(), gap, overlap).fires(after, until);
        assertThat(fires(CronExpression.parse(expression.text()), zone, gap, overlap, after, until))
                .as(
                        "seed %d, run %d: %s in %s, %s, %s, after %s",
                        SEED, run, expression.text(), zone, gap, overlap, after)
                .isEqualTo(expected);
        return expected.size();
    }

    private static List<Instant> fires(
            CronExpression expression, ZoneId zone, DstGap gap, DstOverlap overlap, Instant after, Instant until) {
        List<Instant> fires = new ArrayList<>();
        Instant at = after;
        while (true) {
            Optional<Instant> next = expression.next(at, zone, gap, overlap);
            if (next.isEmpty() || next.get().isAfter(until)) {
                return fires;
            }
            assertThat(next.get()).as(expression.text()).isAfter(at);
            at = next.get();
            fires.add(at);
        }
    }

    private static ZoneId zone(Random random) {
        return ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
    }

    private static Instant instant(Random random) {
        long seconds = TO.getEpochSecond() - FROM.getEpochSecond();
        return FROM.plusSeconds((long) (random.nextDouble() * seconds)).plusNanos(random.nextInt(1_000_000_000));
    }
}
