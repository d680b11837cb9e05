package io.duestream.tracker.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.codec.RecordCodec;
import io.duestream.job.Encoded;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobDefinitionBuilder;
import io.duestream.job.Result;
import io.duestream.record.AuditRecord;
import io.duestream.record.JobCommand;
import io.duestream.record.JobDispatch;
import io.duestream.record.JobFeedback;
import io.duestream.record.command.SubmitJob;
import io.duestream.record.event.CatchUpEnded;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.JobEvent;
import io.duestream.record.report.Finished;
import io.duestream.topic.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The drawing, wired by Streams itself; records that the task sends to itself come back at once. */
class SchedulerTopologyTest {
    private static final Topics TOPICS = Topics.of("test");

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2027-01-01T00:00:00Z");
    private TopologyTestDriver driver;
    private TestOutputTopic<byte[], byte[]> audit;
    private TestOutputTopic<byte[], byte[]> dispatch;
    private TestOutputTopic<byte[], byte[]> deadLetters;

    @BeforeEach
    void start() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, TOPICS.trackerApplicationId());
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        KnownGroups groups =
                new KnownGroups(TOPICS, topic -> List.of(new PartitionInfo(topic, 0, null, null, null)), () -> {});
        TrackerScope scope = new TrackerScope(
                TOPICS,
                "tracker-1",
                TrackerScope.defaultLifecycle(),
                1,
                groups,
                new RunningNodes(),
                group -> 0,
                () -> "nonce",
                TrackerScope.Pace.DEFAULT);
        driver = new TopologyTestDriver(SchedulerTopology.build(scope, new StreamThreads()), settings, now);
        audit = output(TOPICS.audit().name());
        dispatch = output(TOPICS.dispatch("mail").name());
        deadLetters = output(TOPICS.deadLetters().name());
        advance(Duration.ofMillis(5));
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void the_drawing_is_as_it_was_agreed() throws IOException {
        TrackerScope scope = new TrackerScope(
                TOPICS,
                "tracker-1",
                TrackerScope.defaultLifecycle(),
                1,
                null,
                null,
                null,
                null,
                TrackerScope.Pace.DEFAULT);
        String drawn = inOrder(
                SchedulerTopology.build(scope, new StreamThreads()).describe().toString());
        try (InputStream agreed = getClass().getResourceAsStream("topology.txt")) {
            assertThat(agreed).as("test resource topology.txt").isNotNull();
            assertThat(drawn)
                    .as("a tracker of this version shares tasks and stores with one of the last: if a change of the"
                            + " drawing is meant, say so in the notes on upgrades and put it into topology.txt")
                    .isEqualTo(new String(agreed.readAllBytes(), StandardCharsets.UTF_8).strip());
        }
    }

    /** Streams lists stores in the order of a hash set. */
    private static String inOrder(String drawn) {
        Matcher stores = Pattern.compile("stores: \\[([^]]*)]").matcher(drawn);
        return stores.replaceAll(found -> Arrays.stream(found.group(1).split(", "))
                        .sorted()
                        .collect(Collectors.joining(", ", "stores: [", "]")))
                .strip();
    }

    @Test
    void a_submission_is_dispatched_audited_and_ended_by_its_result() {
        submit("a", JobDefinition.builder());
        JobDispatch run = runs().get(0);
        finish(run);

        assertThat(events()).hasAtLeastOneElementOfType(CatchUpEnded.class).hasAtLeastOneElementOfType(JobEnded.class);
    }

    @Test
    void time_that_passes_lets_a_timed_job_run() {
        submit("a", JobDefinition.builder().at(now.plusSeconds(60)));
        advance(Duration.ofSeconds(59));
        assertThat(runs()).isEmpty();
        advance(Duration.ofSeconds(2));
        assertThat(runs()).hasSize(1);
    }

    @Test
    void garbage_ends_in_the_dead_letters_with_its_key() {
        driver.createInputTopic(TOPICS.commands().name(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new byte[] {1}, new byte[] {2, 3}, now);

        assertThat(deadLetters.readRecordsToList()).singleElement().satisfies(letter -> {
            assertThat(letter.key()).containsExactly(1);
            assertThat(letter.value()).containsExactly(2, 3);
            assertThat(letter.headers().lastHeader("reason")).isNotNull();
        });
    }

    private void submit(String taskId, JobDefinitionBuilder definition) {
        command(taskId, new SubmitJob(Optional.empty(), false, Optional.empty(), Encoded.of(definition.build())));
    }

    private void command(String taskId, io.duestream.record.command.Command body) {
        byte[] value = RecordCodec.of(JobCommand.class)
                .encode(new JobCommand("mail", taskId, now, "test", Optional.empty(), body));
        pipe(TOPICS.commands().name(), value);
    }

    private void finish(JobDispatch run) {
        Finished success = new Finished(Result.SUCCESS, "", "", Optional.empty(), Optional.empty());
        pipe(
                TOPICS.feedback().name(),
                RecordCodec.of(JobFeedback.class)
                        .encode(TaskUnderTest.report(run.group(), run.taskId(), run, success)));
    }

    private void pipe(String topic, byte[] value) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(null, value, now);
    }

    private void advance(Duration span) {
        // Streams looks at its alarms between two pieces of work; so does this, once in a while.
        for (int i = 0; i < 5; i++) {
            driver.advanceWallClockTime(span.dividedBy(5));
        }
        now = now.plus(span);
    }

    private TestOutputTopic<byte[], byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private List<JobDispatch> runs() {
        RecordCodec<JobDispatch> codec = RecordCodec.of(JobDispatch.class);
        return dispatch.readValuesToList().stream().map(codec::decode).toList();
    }

    private List<JobEvent> events() {
        RecordCodec<AuditRecord> codec = RecordCodec.of(AuditRecord.class);
        return audit.readValuesToList().stream()
                .map(codec::decode)
                .flatMap(record -> record.events().stream())
                .toList();
    }
}
