package io.duestream.audit.verify;

import io.duestream.audit.log.LogEntry.DeadLetter;
import io.duestream.audit.log.LogEntry.Decision;
import io.duestream.audit.log.LogEntry.Feedback;
import io.duestream.audit.log.LogExtent;
import io.duestream.audit.log.LogPartition;
import io.duestream.audit.log.LogTopic;
import io.duestream.job.Lease;
import io.duestream.record.InputTopic;
import io.duestream.record.JobFeedback;
import io.duestream.record.RecordInput;
import io.duestream.record.event.AttemptEnd;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.AttemptStarted;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.ReportIgnored;
import io.duestream.record.report.Finished;
import io.duestream.record.report.NotStarted;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * G4: a report under a lower lease changes nothing, and one under the lease that is held is not thrown away. Each decision
 * about a report is compared with the report itself, which is kept until it has been answered.
 */
final class StaleChangesNothing implements JobCheck {
    private final String topic;
    private final Tally tally;
    private final Map<Integer, Map<Long, JobFeedback>> unanswered = new HashMap<>();
    private Optional<JobFeedback> report = Optional.empty();
    private Optional<Lease> held = Optional.empty();
    private Answers answers = Answers.NO_REPORT;

    StaleChangesNothing(Findings findings, LogExtent extent) {
        for (LogPartition each : extent.of(LogTopic.FEEDBACK)) {
            unanswered.put(each.partition(), new HashMap<>());
        }
        this.topic = extent.of(LogTopic.FEEDBACK).stream()
                .map(LogPartition::topic)
                .findFirst()
                .orElse("");
        this.tally = findings.open(
                "stale-changes-nothing",
                "A report under a lower lease than the one held changes nothing; a result under the lease held counts.");
    }

    /** What a decision answers. */
    private enum Answers {
        NO_REPORT,
        KNOWN_REPORT,
        UNKNOWN_REPORT
    }

    @Override
    public Tally tally() {
        return tally;
    }

    void reported(Feedback feedback) {
        feedback.report()
                .ifPresent(each -> unanswered
                        .get(feedback.place().partition().partition())
                        .put(feedback.place().offset(), each));
    }

    /** Lets a report go that was set aside. */
    void setAside(DeadLetter letter) {
        if (letter.topic().equals(topic)) {
            letter.original()
                    .ifPresent(at -> unanswered
                            .getOrDefault(at.partition(), new HashMap<>())
                            .remove(at.offset()));
        }
    }

    /** A decision, about a job or not: takes up the report that it answers. */
    void decided(Decision decision) {
        report = Optional.empty();
        answers = Answers.NO_REPORT;
        if (decision.record().input() instanceof RecordInput input && input.topic() == InputTopic.FEEDBACK) {
            Map<Long, JobFeedback> waiting = unanswered.getOrDefault(input.partition(), new HashMap<>());
            report = Optional.ofNullable(waiting.remove(input.offset()));
            answers = report.isPresent() ? Answers.KNOWN_REPORT : Answers.UNKNOWN_REPORT;
        }
    }

    @Override
    public void begin(Decision decision, LiveJob job) {
        held = report.flatMap(each -> heldBy(job, each));
        switch (answers) {
            case KNOWN_REPORT -> tally.checked();
            case UNKNOWN_REPORT -> tally.notCheckable();
            case NO_REPORT -> {}
        }
    }

    private static Optional<Lease> heldBy(LiveJob job, JobFeedback report) {
        boolean sameJob = report.jobId().filter(job.id()::equals).isPresent();
        return sameJob ? job.shard(report.fire(), report.shard()).flatMap(OpenShard::lease) : Optional.empty();
    }

    @Override
    public void event(Decision decision, LiveJob job, JobEvent event) {
        if (event instanceof AttemptStarted e) {
            counts(decision, job, new Counted("starts", e.fire(), e.shard(), new Lease(e.token(), e.generation())));
        } else if (event instanceof AttemptEnded e) {
            Counted counted = new Counted("ends " + e.end(), e.fire(), e.shard(), new Lease(e.token(), e.generation()));
            if (e.end() == AttemptEnd.CANCELLED) {
                underTheLeaseHeld(decision, job, counted);
            } else {
                counts(decision, job, counted);
            }
        } else if (event instanceof ReportIgnored e) {
            ignored(decision, job, e);
        }
    }

    /** What an event says of a lease. */
    private record Counted(String what, long fire, int shard, Lease lease) {}

    private boolean underTheLeaseHeld(Decision decision, LiveJob job, Counted counted) {
        Optional<Lease> out = job.shard(counted.fire(), counted.shard()).flatMap(OpenShard::lease);
        boolean right = out.isEmpty() || mayAct(counted.lease(), out.get());
        if (!right) {
            violation(decision, job, counted, "the lease held is " + show(out.get()));
        }
        return right;
    }

    /** Only a report starts or ends an attempt, and only the attempt that it is of. */
    private void counts(Decision decision, LiveJob job, Counted counted) {
        if (answers == Answers.NO_REPORT) {
            violation(decision, job, counted, "the decision answers no report");
        } else if (underTheLeaseHeld(decision, job, counted) && report.isPresent()) {
            JobFeedback said = report.get();
            boolean sameShard = said.fire() == counted.fire()
                    && said.shard() == counted.shard()
                    && said.jobId().filter(job.id()::equals).isPresent();
            if (!sameShard || !sameLease(said, counted.lease())) {
                violation(
                        decision,
                        job,
                        counted,
                        "the report is of job "
                                + said.jobId().map(Object::toString).orElse("unknown") + " fire "
                                + said.fire() + " shard " + said.shard() + " under "
                                + lease(said).map(StaleChangesNothing::show).orElse("no token"));
            }
        }
    }

    private static boolean sameLease(JobFeedback said, Lease named) {
        // What was not started has the generation that was known before.
        return said.body() instanceof NotStarted
                ? said.token().filter(named.token()::equals).isPresent()
                : lease(said).filter(named::equals).isPresent();
    }

    private void violation(Decision decision, LiveJob job, Counted counted, String but) {
        tally.violation(
                decision.place(),
                job.key(),
                "the attempt of fire " + counted.fire() + " shard " + counted.shard() + " " + counted.what() + " under "
                        + show(counted.lease()) + ", but " + but);
    }

    private void ignored(Decision decision, LiveJob job, ReportIgnored e) {
        Optional<Lease> said = report.flatMap(StaleChangesNothing::lease);
        boolean result = report.filter(each -> each.body() instanceof Finished).isPresent();
        if (result && said.isPresent() && held.isPresent() && mayAct(said.get(), held.get())) {
            tally.violation(
                    decision.place(),
                    job.key(),
                    "the result of fire " + e.fire() + " shard " + e.shard() + " under " + show(said.get())
                            + " was ignored (" + e.reason() + "), but that lease is held");
        }
        if (decision.record().events().size() > 1) {
            tally.violation(
                    decision.place(), job.key(), "a report is said to be ignored in a decision with other events");
        }
    }

    private static boolean mayAct(Lease named, Lease held) {
        return named.token().equals(held.token()) && named.generation() >= held.generation();
    }

    private static Optional<Lease> lease(JobFeedback report) {
        return report.token().map(token -> new Lease(token, report.generation()));
    }

    private static String show(Lease lease) {
        return "token " + lease.token() + " generation " + lease.generation();
    }
}
