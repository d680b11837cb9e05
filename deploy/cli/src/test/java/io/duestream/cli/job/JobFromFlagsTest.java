package io.duestream.cli.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duestream.cli.output.Problems;
import io.duestream.client.Job;
import io.duestream.job.BackoffKind;
import io.duestream.job.Cron;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobKey;
import io.duestream.job.MisfirePolicy;
import io.duestream.job.OnDuplicate;
import io.duestream.job.OverlapPolicy;
import io.duestream.job.Repeat;
import io.duestream.job.RetryPolicy;
import io.duestream.job.TimeLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class JobFromFlagsTest {
    private static final JobKey KEY = new JobKey("mail", "1");

    @TempDir
    private Path folder;

    @Command
    private static final class Probe {
        @Mixin
        private JobOptions options;
    }

    @Test
    void no_flags_make_a_job_with_all_defaults() {
        assertThat(job()).isEqualTo(Job.of(KEY));
    }

    @Test
    void every_flag_reaches_the_definition() throws Exception {
        Path payload = Files.write(folder.resolve("payload"), new byte[] {1, 2});

        JobDefinition definition = job(
                        "--type",
                        "invoice",
                        "--payload-file",
                        payload.toString(),
                        "-p",
                        "to=x",
                        "-p",
                        "n=1",
                        "--label",
                        "team=a",
                        "--priority",
                        "5",
                        "--shard-parameter",
                        "north",
                        "--shard-parameter",
                        "south",
                        "--max-retries",
                        "2",
                        "--backoff",
                        "EXPONENTIAL",
                        "--retry-delay",
                        "1s",
                        "--max-retry-delay",
                        "1m",
                        "--overlap",
                        "QUEUE_ONE",
                        "--misfire",
                        "CATCH_UP",
                        "--catch-up-window",
                        "1h",
                        "--catch-up-cap",
                        "7",
                        "--run-timeout",
                        "10s",
                        "--attempt-timeout",
                        "20s",
                        "--expiry",
                        "30s",
                        "--client-group",
                        "shop",
                        "--notify-outcome",
                        "--on-duplicate",
                        "REPLACE",
                        "--every",
                        "2s",
                        "--count",
                        "3")
                .definition();

        assertThat(definition.type()).isEqualTo("invoice");
        assertThat(definition.payload().toArray()).containsExactly(1, 2);
        assertThat(definition.parameters()).isEqualTo(Map.of("to", "x", "n", "1"));
        assertThat(definition.labels()).isEqualTo(Map.of("team", "a"));
        assertThat(definition.priority()).isEqualTo(5);
        assertThat(definition.shards()).isEqualTo(2);
        assertThat(definition.shardParameters()).isEqualTo(List.of("north", "south"));
        assertThat(definition.retry())
                .isEqualTo(new RetryPolicy(2, BackoffKind.EXPONENTIAL, Duration.ofSeconds(1), Duration.ofMinutes(1)));
        assertThat(definition.firing().overlap()).isEqualTo(OverlapPolicy.QUEUE_ONE);
        assertThat(definition.firing().misfire()).isEqualTo(MisfirePolicy.CATCH_UP);
        assertThat(definition.firing().catchUpWindow()).isEqualTo(Duration.ofHours(1));
        assertThat(definition.firing().catchUpCap()).isEqualTo(7);
        assertThat(definition.limits())
                .isEqualTo(new TimeLimits(
                        Optional.of(Duration.ofSeconds(10)),
                        Optional.of(Duration.ofSeconds(20)),
                        Optional.of(Duration.ofSeconds(30))));
        assertThat(definition.clientGroup()).contains("shop");
        assertThat(definition.notifyOutcome()).isTrue();
        assertThat(definition.onDuplicate()).isEqualTo(OnDuplicate.REPLACE);
        assertThat(definition.trigger()).isEqualTo(Repeat.of(Duration.ofSeconds(2), 3));
    }

    @Test
    void a_cron_job_is_in_utc_unless_a_zone_is_given() {
        assertThat(job("--cron", "0 0 3 * * ?").definition().trigger()).isEqualTo(Cron.of("0 0 3 * * ?", "UTC"));
        assertThat(job("--cron", "0 3 * * *", "--zone", "Asia/Shanghai")
                        .definition()
                        .trigger())
                .isEqualTo(Cron.of("0 3 * * *", "Asia/Shanghai"));
    }

    @Test
    void flags_that_make_no_sense_together_are_refused() {
        assertThatThrownBy(() -> job("--count", "3")).hasMessageContaining("--every");
        assertThatThrownBy(() -> job("--start-at", "+1h")).hasMessageContaining("--cron or --every");
        assertThatThrownBy(() -> job("--at", "+1h", "--every", "1s")).hasMessageContaining("one trigger");
    }

    @Test
    void all_that_is_wrong_is_told_at_once_whether_it_cannot_be_read_or_breaks_a_rule() {
        assertThatThrownBy(() -> job(
                        "--priority",
                        "x",
                        "--shards",
                        "0",
                        "--cron",
                        "0 0 0 30 2 ?",
                        "--count",
                        "3",
                        "--client-group",
                        "a b",
                        "--payload-file",
                        folder.resolve("none").toString()))
                .hasMessageContaining("priority is the text \"x\"")
                .hasMessageContaining("shards is 0; 1 to 1000 are allowed")
                .hasMessageContaining("can never fire")
                .hasMessageContaining("--count goes with --every")
                .hasMessageContaining("clientGroup 'a b' is not a valid name")
                .hasMessageContaining("--payload-file");
    }

    private static Job job(String... flags) {
        Probe probe = new Probe();
        CommandLine line = new CommandLine(probe);
        line.parseArgs(flags);
        Problems problems = new Problems();
        Optional<Job> job = JobFromFlags.job(Optional.of(KEY), probe.options, null, problems);
        problems.requireNone(line);
        return job.orElseThrow();
    }
}
