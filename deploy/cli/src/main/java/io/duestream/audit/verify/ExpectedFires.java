package io.duestream.audit.verify;

import io.duestream.audit.log.LogEntry.Decision;
import io.duestream.audit.verify.LiveJob.Plan;
import io.duestream.job.Cron;
import io.duestream.record.event.DefinitionChanged;
import io.duestream.record.event.FireKind;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.FiresSkipped;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobEnd;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.JobEvent;
import java.time.Instant;
import java.util.Optional;

/**
 * G5: due times form a chain without a hole. Each is opened, skipped with a reason, or still to come; a new definition
 * begins a new chain.
 */
final class ExpectedFires implements JobCheck {
    /** No decision looks at so many; a count beyond is not worth an hour of computing. */
    private static final long MOST_COUNTED = 1_000_000;

    private final Timetable timetable;
    private final String tzdata;
    private final Tally tally;

    ExpectedFires(Findings findings, Timetable timetable, String tzdata) {
        this.timetable = timetable;
        this.tzdata = tzdata;
        this.tally = findings.open(
                "expected-fires",
                "The due times of every trigger are exactly those that were opened, skipped with a reason, or are"
                        + " still to come.");
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void event(Decision decision, LiveJob job, JobEvent event) {
        if (event instanceof JobAccepted e) {
            Plan plan = plan(e);
            begin(decision, job, plan, e.acceptedAt());
        } else if (event instanceof DefinitionChanged e) {
            change(decision, job, e);
        } else if (event instanceof FireOpened e) {
            opened(decision, job, e);
        } else if (event instanceof FiresSkipped e) {
            skipped(decision, job, e);
        } else if (event instanceof JobEnded e && e.end() == JobEnd.COMPLETED) {
            tally.checked();
            job.plan()
                    .nextDue()
                    .ifPresent(due -> tally.violation(
                            decision.place(),
                            job.key(),
                            "the job ends as completed before its next fire, due at " + due));
        }
    }

    private static Plan plan(JobAccepted e) {
        var definition = e.definition().value();
        return new Plan(1, definition.trigger(), definition.firing(), e.anchor(), e.nextDue(), 0);
    }

    private void begin(Decision decision, LiveJob job, Plan plan, Instant given) {
        expect(decision, job, plan, "counts from", plan.anchor(), timetable.anchor(plan.trigger(), given));
        expectNext(decision, job, plan, timetable.first(plan.trigger(), plan.anchor()));
    }

    private void change(Decision decision, LiveJob job, DefinitionChanged e) {
        Plan before = job.plan();
        if (Fold.keepsTrigger(before, e)) {
            expect(decision, job, before, "goes on counting from", e.anchor(), before.anchor());
            expect(decision, job, before, "keeps its next due time", e.nextDue(), before.nextDue());
        } else {
            var definition = e.definition().value();
            begin(
                    decision,
                    job,
                    new Plan(e.version(), definition.trigger(), definition.firing(), e.anchor(), e.nextDue(), 0),
                    decision.record().decidedAt());
        }
    }

    private void opened(Decision decision, LiveJob job, FireOpened e) {
        Plan plan = job.plan();
        if (e.kind() == FireKind.TRIGGERED) {
            expect(decision, job, plan, "triggered by hand, keeps its next due time", e.nextDue(), plan.nextDue());
            return;
        }
        expect(decision, job, plan, "opens the fire due at", Optional.of(e.dueAt()), plan.nextDue());
        expectNext(
                decision,
                job,
                plan.with(e.nextDue(), 0),
                timetable.next(plan.trigger(), plan.anchor(), e.dueAt(), plan.scheduled() + 1));
    }

    private void skipped(Decision decision, LiveJob job, FiresSkipped e) {
        Plan plan = job.plan();
        expect(decision, job, plan, "skips from", Optional.of(e.firstDue()), plan.nextDue());
        Optional<Instant> due = Optional.of(e.firstDue());
        long count = 0;
        while (due.isPresent() && !due.get().isAfter(e.lastDue()) && count < MOST_COUNTED) {
            count++;
            due = timetable.next(plan.trigger(), plan.anchor(), due.get(), plan.scheduled());
        }
        expect(
                decision,
                job,
                plan,
                "skips (" + e.reason() + ", to " + e.lastDue() + ") due times, in number",
                e.count(),
                count);
        expectNext(
                decision,
                job,
                plan.with(e.nextDue(), 0),
                timetable.next(plan.trigger(), plan.anchor(), e.lastDue(), plan.scheduled()));
    }

    private void expectNext(Decision decision, LiveJob job, Plan stated, Optional<Instant> computed) {
        expect(decision, job, stated, "has its next fire due at", stated.nextDue(), computed);
    }

    private void expect(Decision decision, LiveJob job, Plan plan, String what, Object found, Object expected) {
        if (found.equals(expected)) {
            tally.checked();
        } else if (plan.trigger() instanceof Cron && !decision.record().tzdata().equals(tzdata)) {
            // Governments change their clocks: other rules, other times.
            tally.notCheckable();
        } else {
            tally.checked();
            tally.violation(
                    decision.place(),
                    job.key(),
                    "the job " + what + " " + show(found) + "; by its trigger " + shown(plan) + " it should be "
                            + show(expected));
        }
    }

    private static String shown(Plan plan) {
        return plan.trigger() instanceof Cron cron
                ? "'" + cron.expression() + "' in " + cron.zone()
                : plan.trigger().toString();
    }

    private static String show(Object value) {
        return value instanceof Optional<?> at ? at.map(Object::toString).orElse("never") : value.toString();
    }
}
