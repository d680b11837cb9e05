package io.duestream.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Expressions in use in public projects, with the fires that Quartz and cron-parser compute for them. */
class PublishedFiresTest {
    @Test
    void every_published_expression_fires_as_written() throws IOException {
        List<String> lines = lines();
        assertThat(lines).hasSizeGreaterThan(380);
        SoftAssertions softly = new SoftAssertions();
        for (String line : lines) {
            String[] columns = line.split("\t");
            CronExpression expression = CronExpression.parse(columns[1]);
            softly.assertThat(expression.dialect().name().toLowerCase(Locale.ROOT))
                    .as(line)
                    .isEqualTo(columns[0]);
            softly.assertThat(fires(expression, ZoneId.of(columns[2]), Instant.parse(columns[3])))
                    .as(line)
                    .isEqualTo(columns[4]);
        }
        softly.assertAll();
    }

    private static String fires(CronExpression expression, ZoneId zone, Instant after) {
        List<String> fires = new ArrayList<>();
        Instant at = after;
        for (int i = 0; i < 6; i++) {
            Optional<Instant> next = expression.next(at, zone, DstGap.RUN_AFTER, DstOverlap.FIRST);
            if (next.isEmpty()) {
                fires.add("-");
                break;
            }
            at = next.get();
            fires.add(at.toString());
        }
        return String.join(" ", fires);
    }

    private static List<String> lines() throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                PublishedFiresTest.class.getResourceAsStream("/cron-fires.tsv"), StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.startsWith("#")).toList();
        }
    }
}
