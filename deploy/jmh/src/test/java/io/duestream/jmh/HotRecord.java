package io.duestream.jmh;

import io.duestream.codec.RecordCodec;
import io.duestream.codec.SchemaCatalogue;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobId;
import io.duestream.job.Phase;
import io.duestream.record.AdmissionInput;
import io.duestream.record.AuditInput;
import io.duestream.record.AuditRecord;
import io.duestream.record.InputTopic;
import io.duestream.record.JobCommand;
import io.duestream.record.JobDispatch;
import io.duestream.record.JobFeedback;
import io.duestream.record.RecordInput;
import io.duestream.record.command.SubmitJob;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.FireKind;
import io.duestream.record.report.Started;
import io.duestream.tracker.core.Decision;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.StoredJob;
import io.duestream.tracker.store.JobStore;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** What is written or read for each job: the records of its topics and the rows of its state. */
public enum HotRecord {
    /** The submission. */
    SUBMIT(lives -> new Sample<>(RecordCodec.of(JobCommand.class), lives.command)),
    /** The attempt, as it is handed out. */
    DISPATCH(lives -> new Sample<>(RecordCodec.of(JobDispatch.class), lives.dispatch())),
    /** The report of its start. */
    REPORT_STARTED(lives -> new Sample<>(
            RecordCodec.of(JobFeedback.class),
            Life.feedback(lives.started.after().orElseThrow(), new Started(Life.NOW)))),
    /** The report of its end. */
    REPORT_FINISHED(lives -> new Sample<>(
            RecordCodec.of(JobFeedback.class),
            Life.feedback(lives.started.after().orElseThrow(), Life.finished()))),
    /** The decision that accepted it. */
    AUDIT_ACCEPTED(lives -> audit(1, lives.accepted, new RecordInput(InputTopic.COMMANDS, 3, 1_234_567))),
    /** The decision that handed it out. */
    AUDIT_DISPATCHED(lives -> audit(2, lives.dispatched, new AdmissionInput())),
    /** The decision on the report of its start. */
    AUDIT_STARTED(lives -> audit(3, lives.started, new RecordInput(InputTopic.FEEDBACK, 3, 2_345_678))),
    /** The decision on the report of its end. */
    AUDIT_ENDED(lives -> audit(4, lives.ended, new RecordInput(InputTopic.FEEDBACK, 3, 2_345_679))),
    /** The row of the job before it is handed out. */
    ROW_WAITING(lives -> row(1, lives.accepted)),
    /** The row of the job while it runs. */
    ROW_RUNNING(lives -> row(3, lives.started));

    private final Function<Lives, Sample<?>> sample;

    HotRecord(Function<Lives, Sample<?>> sample) {
        this.sample = sample;
    }

    /** A record as a tracker holds it: its definition was read, so that its bytes are known. */
    Sample<?> sample() {
        return sample.apply(new Lives());
    }

    /** A codec and what it is to encode. */
    record Sample<T>(RecordCodec<T> codec, T record) {
        byte[] encode() {
            return codec.encode(record);
        }

        T decode(byte[] bytes) {
            return codec.decode(bytes);
        }
    }

    private static Sample<AuditRecord> audit(long sequence, Decision decision, AuditInput input) {
        Optional<Job> after = decision.after();
        return new Sample<>(
                RecordCodec.of(AuditRecord.class),
                new AuditRecord(
                        Life.KEY.group(),
                        Life.KEY.taskId(),
                        Optional.of(Lives.ID),
                        Optional.of(sequence),
                        input,
                        Optional.empty(),
                        Life.NOW,
                        "tracker-1",
                        "1",
                        "2026a",
                        1,
                        decision.events(),
                        after.map(Job::phase).orElse(Phase.ENDED),
                        after.flatMap(Job::wakeAt),
                        Optional.of("shop"),
                        true,
                        Optional.of("order-2027-000017"),
                        Optional.empty()));
    }

    private static Sample<StoredJob> row(long sequence, Decision decision) {
        Job job = decision.after().orElseThrow();
        return new Sample<>(
                RecordCodec.of(StoredJob.class, new SchemaCatalogue(JobStore.class, "/io/duestream/tracker/state/")),
                new StoredJob(sequence, job.wakeAt(), Life.NOW, job));
    }

    /** The decisions of one life. */
    private static final class Lives {
        static final JobId ID = new JobId(3, 1_234_567);

        final JobCommand command = new JobCommand(
                Life.KEY.group(), Life.KEY.taskId(), Life.NOW, "shop-1", Optional.empty(), Life.submit());
        final Decision accepted;
        final Decision dispatched;
        final Decision started;
        final Decision ended;

        Lives() {
            RecordCodec<JobCommand> codec = RecordCodec.of(JobCommand.class);
            Life life = new Life((SubmitJob) codec.decode(codec.encode(command)).body());
            this.accepted = life.accepted();
            this.dispatched = life.dispatched(accepted);
            this.started = life.started(dispatched);
            this.ended = life.ended(started);
        }

        JobDispatch dispatch() {
            JobDefinition definition = Life.DEFINITION;
            AttemptDispatched handedOut =
                    (AttemptDispatched) dispatched.events().get(0);
            return new JobDispatch(
                    Life.KEY.group(),
                    Life.KEY.taskId(),
                    ID,
                    1,
                    Life.NOW,
                    FireKind.SCHEDULED,
                    0,
                    1,
                    "",
                    1,
                    0,
                    0,
                    Optional.empty(),
                    handedOut.token(),
                    definition.type(),
                    definition.priority(),
                    definition.parameters(),
                    definition.payload(),
                    definition.labels(),
                    Optional.of(Duration.ofMinutes(10)),
                    handedOut.dispatchedAt(),
                    handedOut.startBy(),
                    false,
                    Optional.empty());
        }
    }
}
