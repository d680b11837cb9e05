package io.duestream.audit.verify;

import io.duestream.audit.log.LogEntry;
import io.duestream.audit.log.LogExtent;
import io.duestream.audit.log.LogTopic;
import io.duestream.audit.log.Place;
import io.duestream.job.JobKey;
import io.duestream.record.event.CatchUpEnded;
import io.duestream.record.event.JobEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes the records of a log and proves the guarantees on it. The records of one partition come in the order of their
 * offsets; those of different partitions in any order, best about that of time: what waits for its counterpart is held in
 * memory. For one thread, and one log.
 */
public final class LogVerifier {
    private static final int MOST_UNREADABLE = 100;

    private final LogExtent extent;
    private final Settings settings;
    private final Findings findings;
    private final AnsweredOnce answered;
    private final ForwardedArrive forwarded;
    private final ReadBeforeActing reading;
    private final DispatchAgrees dispatches;
    private final StaleChangesNothing stale;
    private final OneTerminalEvent terminal;
    private final NothingLost nothingLost;
    private final WakesHaveSequel sequels;
    private final JobsFollowed jobs;
    private final GroupSettingsHold groups;
    private final Map<LogTopic, Long> records = new EnumMap<>(LogTopic.class);
    private final List<String> unreadable = new ArrayList<>();
    private final Map<Integer, Instant> awakeSince = new HashMap<>();
    private LogEntry.Decision latest;

    /**
     * How to judge.
     *
     * @param grace how far apart the clocks and the parts of one transaction may be, and how late a job may wake
     * @param settled whether the trackers run and have nothing left to do: then everything up to the time of reading
     *     counts, and what waits for an answer has none
     * @param mostOfEach how many violations of each check are listed; all are counted
     * @param tzdata version of the time zone data that is used here
     */
    public record Settings(Duration grace, boolean settled, int mostOfEach, String tzdata) {}

    /** A verifier of a log of which that much is there. */
    public LogVerifier(LogExtent extent, Settings settings) {
        this.extent = extent;
        this.settings = settings;
        this.findings = new Findings(settings.mostOfEach());
        this.nothingLost = new NothingLost(findings);
        this.answered = new AnsweredOnce(findings, extent);
        this.forwarded = new ForwardedArrive(findings, extent);
        this.reading = new ReadBeforeActing(findings);
        NeverEarly early = new NeverEarly(findings);
        this.dispatches = new DispatchAgrees(findings, extent, settings.grace());
        this.terminal = new OneTerminalEvent(findings);
        AttemptsIncrease attempts = new AttemptsIncrease(findings);
        OneLease lease = new OneLease(findings);
        this.stale = new StaleChangesNothing(findings, extent);
        ExpectedFires expected = new ExpectedFires(findings, new Timetable(), settings.tzdata());
        SkipsHaveCause skips = new SkipsHaveCause(findings);
        OverlapHolds overlap = new OverlapHolds(findings);
        OrdersHold orders = new OrdersHold(findings);
        this.groups = new GroupSettingsHold(findings);
        OrderAmongWaiting order = new OrderAmongWaiting(findings, groups);
        SequenceWithoutGap sequence = new SequenceWithoutGap(findings);
        WakesPlanned wakes = new WakesPlanned(findings);
        this.sequels = new WakesHaveSequel(findings, settings.grace());
        CarriedJob carriedJob = new CarriedJob();
        CarriedAgrees carried = new CarriedAgrees(findings, carriedJob);
        this.jobs = new JobsFollowed(
                extent,
                carriedJob,
                sequence,
                nothingLost,
                dispatches,
                List.of(
                        early, terminal, attempts, lease, stale, expected, skips, overlap, orders, groups, order, wakes,
                        carried));
    }

    /** Takes the next record. */
    public void take(LogEntry entry) {
        records.merge(entry.place().partition().kind(), 1L, Long::sum);
        if (entry instanceof LogEntry.Decision decision) {
            decided(decision);
        } else if (entry instanceof LogEntry.Command command) {
            answered.asked(command);
        } else if (entry instanceof LogEntry.Feedback feedback) {
            answered.asked(feedback);
            stale.reported(feedback);
        } else if (entry instanceof LogEntry.Dispatch dispatch) {
            dispatch.dispatch()
                    .ifPresentOrElse(
                            each -> dispatches.sent(dispatch, each),
                            () -> unreadable(dispatch.place(), "not a dispatch record"));
        } else if (entry instanceof LogEntry.DeadLetter letter) {
            answered.setAside(letter);
            forwarded.setAside(letter);
            stale.setAside(letter);
        } else if (entry instanceof LogEntry.LetterRetried retried) {
            dispatches.copied(retried.topic(), retried.copy());
        } else if (entry instanceof LogEntry.UnreadableDecision lost) {
            unreadable(lost.place(), lost.reason());
            reading.unreadable(lost);
            lost.key().ifPresent(key -> jobs.unreadable(key, lost.place()));
        }
    }

    private void decided(LogEntry.Decision decision) {
        answered.decided(decision);
        forwarded.decided(decision);
        stale.decided(decision);
        reading.decided(decision);
        if (latest == null || !decision.appendedAt().isBefore(latest.appendedAt())) {
            latest = decision;
        }
        JobKey key = decision.record().key();
        if (!key.internal()) {
            jobs.take(decision, key);
            return;
        }
        groups.ofPartition(decision);
        for (JobEvent event : decision.record().events()) {
            if (event instanceof CatchUpEnded) {
                awakeSince.put(
                        decision.place().partition().partition(),
                        decision.record().decidedAt());
            }
        }
    }

    private void unreadable(Place place, String reason) {
        if (unreadable.size() < MOST_UNREADABLE) {
            unreadable.add(place + ": " + reason);
        }
    }

    /** What the whole log proves; to be asked once, after the last record. */
    public Verdict verdict() {
        Optional<Instant> end =
                Optional.ofNullable(latest).map(each -> each.record().decidedAt());
        Optional<Instant> judged = settings.settled() ? Optional.of(extent.readAt()) : end;
        answered.atEnd(settings.settled());
        forwarded.atEnd(answered.waiting() > 0);
        dispatches.atEnd();
        for (LiveJob job : jobs.live()) {
            nothingLost.atEnd(job);
            if (job.interrupted()) {
                continue;
            }
            Instant since = awakeSince.getOrDefault(job.last().partition().partition(), Instant.MIN);
            judged.ifPresent(until -> sequels.atEnd(job, since, until));
        }
        return new Verdict(
                extent.completeFrom(extent.of(LogTopic.AUDIT)),
                judged,
                records,
                unreadable,
                jobs.jobs(),
                jobs.live().size(),
                jobs.live().stream().filter(job -> !job.known()).count(),
                terminal.fires(),
                answered.waiting(),
                findings.results(),
                findings.violations());
    }
}
