package io.duestream.tracker.core;

import static io.duestream.tracker.core.Scenario.aJob;
import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.codec.RecordCodec;
import io.duestream.job.BackoffKind;
import io.duestream.job.Encoded;
import io.duestream.job.JobDefinitionBuilder;
import io.duestream.job.JobId;
import io.duestream.job.OnDuplicate;
import io.duestream.job.OverlapPolicy;
import io.duestream.job.Phase;
import io.duestream.job.RetryPolicy;
import io.duestream.job.Token;
import io.duestream.record.AuditRecord;
import io.duestream.record.TimerInput;
import io.duestream.record.command.CancelJob;
import io.duestream.record.command.Command;
import io.duestream.record.command.SubmitJob;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.AttemptStarted;
import io.duestream.record.event.FireKind;
import io.duestream.record.event.JobAccepted;
import io.duestream.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One decision is one audit record, however many shards it is about. */
class LargestDecisionTest {
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final Instant LATER = NOW.plus(Duration.ofHours(1));
    private static final String LONGEST_NODE = "n".repeat(128);
    private static final String LONGEST_REASON = "r".repeat(1024);

    /** As many fires and shards as may be open, once with few large fires and once with as many as may be. */
    private static final int[][] CROWDS = {{6, 1000}, {16, CoreSettings.MAX_OPEN_SHARDS / 16}};

    private enum State {
        WAITING,
        RUNNING,
        BACKING_OFF
    }

    @Test
    void cancelling_everything_that_runs() {
        for (int[] crowd : CROWDS) {
            Job job = crowded(repeating(OverlapPolicy.ALLOW, crowd[1]), crowd, State.RUNNING);
            assertThat(fits(job, command(new CancelJob(true, LONGEST_REASON)))).isGreaterThan(12_000);
        }
    }

    @Test
    void cancelling_or_replacing_everything_that_waits() {
        byte[] payload = new byte[256 * 1024];
        for (int[] crowd : CROWDS) {
            Job job = crowded(repeating(OverlapPolicy.ALLOW, crowd[1]), crowd, State.WAITING);
            fits(job, command(new CancelJob(false, LONGEST_REASON)));
            fits(
                    job,
                    submit(repeating(OverlapPolicy.ALLOW, 1000).payload(payload).onDuplicate(OnDuplicate.REPLACE)));
        }
    }

    @Test
    void everything_timing_out_expiring_or_retrying_at_once_while_fires_come_due() {
        for (OverlapPolicy overlap : OverlapPolicy.values()) {
            for (State state : State.values()) {
                for (int[] crowd : CROWDS) {
                    fits(crowded(repeating(overlap, crowd[1]), crowd, state), new Input.Due());
                }
            }
        }
    }

    @Test
    void a_submission_whose_every_reason_is_long() {
        JobDefinitionBuilder job = aJob();
        for (int i = 0; i < 128; i++) {
            job.parameter(i + "x".repeat(900), "y".repeat(1025));
        }
        Decision decision = decide(Optional.empty(), submit(job));
        assertThat(encoded(decision)).isLessThan(Topics.MAX_RECORD_BYTES);
    }

    /** The number of events, when they fit into one record. */
    private static int fits(Job job, Input input) {
        Decision decision = decide(Optional.of(job), input);
        assertThat(decision.events()).isNotEmpty();
        // Refuses more events than the record may hold.
        assertThat(encoded(decision))
                .as("bytes of %s events", decision.events().size())
                .isLessThan(Topics.MAX_RECORD_BYTES);
        return decision.events().size();
    }

    private static Decision decide(Optional<Job> job, Input input) {
        return new JobLifecycle(CoreSettings.DEFAULT).decide(Scenario.KEY, job, input, LATER);
    }

    private static int encoded(Decision decision) {
        return RecordCodec.of(AuditRecord.class)
                .encode(new AuditRecord(
                        "g".repeat(64),
                        "t".repeat(128),
                        Optional.of(new JobId(0, 1)),
                        Optional.of(1L),
                        new TimerInput(),
                        Optional.empty(),
                        LATER,
                        LONGEST_NODE,
                        "1",
                        "2027a",
                        1,
                        decision.events(),
                        Phase.RUNNING,
                        Optional.of(LATER),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Optional.empty()))
                .length;
    }

    private static Input command(Command command) {
        return new Input.CommandReceived(command, new JobId(0, 7), false);
    }

    private static Input submit(JobDefinitionBuilder job) {
        return command(new SubmitJob(Optional.empty(), false, Optional.empty(), Encoded.of(job.build())));
    }

    private static JobDefinitionBuilder repeating(OverlapPolicy overlap, int shards) {
        return aJob().repeat(Duration.ofSeconds(1), -1)
                .overlap(overlap)
                .shards(shards)
                .retry(new RetryPolicy(10, BackoffKind.FIXED, Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .runTimeout(Duration.ofMinutes(1))
                .expiry(Duration.ofMinutes(2));
    }

    /** A job whose every shard is in one state, with a time limit that has passed. */
    private static Job crowded(JobDefinitionBuilder definition, int[] crowd, State state) {
        JobAccepted accepted = new JobAccepted(
                new JobId(0, 1),
                Encoded.of(definition.build()),
                NOW,
                NOW,
                Optional.of(NOW),
                false,
                Optional.empty(),
                Optional.empty());
        List<Fire> fires = new ArrayList<>();
        for (int fire = 1; fire <= crowd[0]; fire++) {
            fires.add(fire(fire, crowd[1], state));
        }
        Optional<Instant> next = Optional.of(NOW.plusSeconds(crowd[0]));
        return JobFold.apply(Optional.empty(), accepted)
                .orElseThrow()
                .with(new Schedule(NOW, next, crowd[0], crowd[0]))
                .withFires(fires);
    }

    private static Fire fire(int number, int count, State state) {
        List<Shard> shards = new ArrayList<>();
        for (int shard = 0; shard < count; shard++) {
            shards.add(shard(number, shard, state));
        }
        Optional<Instant> expiry = Optional.of(NOW.plusSeconds(120));
        return new Fire(number, FireKind.SCHEDULED, NOW, NOW, 1, 100, false, expiry, shards);
    }

    private static Shard shard(int fire, int index, State state) {
        Token token = new Token(Long.MAX_VALUE, fire * 1000L + index);
        AttemptDispatched dispatched =
                new AttemptDispatched(fire, index, 1, token, 0, NOW, NOW, Optional.of(NOW.plusSeconds(30)));
        AttemptStarted started =
                new AttemptStarted(fire, index, token, 1, LONGEST_NODE, NOW, Optional.of(NOW.plusSeconds(60)));
        Shard fresh = Shard.fresh(index);
        return switch (state) {
            case WAITING -> fresh;
            case RUNNING -> fresh.dispatched(1, Attempt.dispatched(dispatched)).started(started);
            case BACKING_OFF -> fresh.backingOff(1, NOW.plusSeconds(1));
        };
    }
}
