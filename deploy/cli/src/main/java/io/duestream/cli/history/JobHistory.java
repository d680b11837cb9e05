package io.duestream.cli.history;

import io.duestream.job.JobDefinition;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.job.Phase;
import io.duestream.job.Token;
import io.duestream.record.AuditRecord;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.AttemptStarted;
import io.duestream.record.event.DefinitionChanged;
import io.duestream.record.event.DuplicateIgnored;
import io.duestream.record.event.FireEnd;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.FiresSkipped;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobEnd;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.ReportIgnored;
import io.duestream.record.event.RetryScheduled;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One job, as far as the audit topic tells. Not thread-safe. */
public final class JobHistory {
    /** A repeated run ends soon after the one that counted; older ends are not remembered. */
    private static final int KEPT_ENDS = 64;

    private final JobKey key;
    private final JobId id;
    private final int keptFires;
    private final boolean payloads;
    private final Map<Long, FireHistory> open = new TreeMap<>();
    private final Deque<FireHistory> last = new ArrayDeque<>();
    private final Map<FireEnd, Long> firesByEnd = new EnumMap<>(FireEnd.class);
    private final BitSet endedFires = new BitSet();
    private final Map<Token, Runner> ends = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Token, Runner> eldest) {
            return size() > KEPT_ENDS;
        }
    };
    private Optional<JobDefinition> definition = Optional.empty();
    private Optional<Instant> acceptedAt = Optional.empty();
    private Optional<Instant> endedAt = Optional.empty();
    private Optional<JobEnd> end = Optional.empty();
    private Optional<Instant> wakeAt = Optional.empty();
    private Phase phase = Phase.NONE;
    private int version;
    private long opened;
    private long skipped;
    private long endedTwice;
    private long dispatched;
    private long retries;
    private long repeated;
    private long resultsIgnored;
    private long duplicates;

    /** Who ran an attempt, and under which generation of its consumer group. */
    private record Runner(String node, int generation) {}

    JobHistory(JobKey key, JobId id, int keptFires, boolean payloads) {
        this.payloads = payloads;
        this.key = key;
        this.id = id;
        this.keptFires = keptFires;
    }

    void apply(AuditRecord decision) {
        for (JobEvent event : decision.events()) {
            apply(event, decision);
        }
        phase = end.isPresent() ? Phase.ENDED : decision.phase();
        wakeAt = decision.wakeAt();
        version = Math.max(version, decision.definitionVersion());
    }

    private void apply(JobEvent event, AuditRecord decision) {
        if (event instanceof JobAccepted accepted) {
            definition = Optional.of(kept(accepted.definition().value()));
            acceptedAt = Optional.of(accepted.acceptedAt());
        } else if (event instanceof DefinitionChanged changed) {
            definition = Optional.of(kept(changed.definition().value()));
        } else if (event instanceof FireOpened fire) {
            opened++;
            fire(fire.fire()).opened(fire);
        } else if (event instanceof AttemptDispatched attempt) {
            dispatched++;
            fire(attempt.fire()).dispatched(attempt);
        } else if (event instanceof AttemptStarted attempt) {
            fire(attempt.fire()).started(attempt);
        } else if (event instanceof AttemptEnded attempt) {
            fire(attempt.fire()).attemptEnded(attempt);
            ends.put(attempt.token(), new Runner(attempt.node(), attempt.generation()));
        } else if (event instanceof RetryScheduled) {
            retries++;
        } else if (event instanceof FireEnded fire) {
            ended(fire);
        } else if (event instanceof FiresSkipped skips) {
            skipped += skips.count();
        } else if (event instanceof DuplicateIgnored) {
            duplicates++;
        } else if (event instanceof JobEnded jobEnded) {
            end = Optional.of(jobEnded.end());
            endedAt = Optional.of(decision.decidedAt());
        }
    }

    /**
     * A result came that did not count. If another run of the attempt ended it, the runner was called twice; the same run
     * told again is no repeat.
     */
    void resultIgnored(ReportIgnored report) {
        resultsIgnored++;
        Optional<Runner> counted = report.token().map(ends::get);
        if (counted.isPresent() && !counted.get().equals(new Runner(report.node(), report.generation()))) {
            repeated++;
        }
    }

    private JobDefinition kept(JobDefinition whole) {
        boolean asItIs = payloads || whole.payload().length() == 0;
        return asItIs ? whole : whole.toBuilder().payload(new byte[0]).build();
    }

    private FireHistory fire(long number) {
        return open.computeIfAbsent(number, FireHistory::new);
    }

    private void ended(FireEnded event) {
        firesByEnd.merge(event.end(), 1L, Long::sum);
        int number = Math.toIntExact(event.fire());
        if (endedFires.get(number)) {
            endedTwice++;
        }
        endedFires.set(number);
        FireHistory fire = fire(event.fire());
        fire.ended(event);
        repeated += fire.repeated();
        open.remove(event.fire());
        last.addLast(fire);
        if (last.size() > keptFires) {
            last.removeFirst();
        }
    }

    /** Names the job while it lives. */
    public JobKey key() {
        return key;
    }

    /** Names the job for ever. */
    public JobId id() {
        return id;
    }

    /** What it is now; empty where the fold began after its acceptance. */
    public Optional<JobDefinition> definition() {
        return definition;
    }

    /** The definition's version. */
    public int version() {
        return version;
    }

    /** Where it stands. */
    public Phase phase() {
        return phase;
    }

    /** When it was accepted; empty where the fold began later. */
    public Optional<Instant> acceptedAt() {
        return acceptedAt;
    }

    /** When it acts next by itself. */
    public Optional<Instant> wakeAt() {
        return wakeAt;
    }

    /** How it ended; empty while it lives. */
    public Optional<JobEnd> end() {
        return end;
    }

    /** When it ended; empty while it lives. */
    public Optional<Instant> endedAt() {
        return endedAt;
    }

    /** Fires opened. */
    public long opened() {
        return opened;
    }

    /** Fires that ended, by how. */
    public Map<FireEnd, Long> firesByEnd() {
        return Map.copyOf(firesByEnd);
    }

    /** Fires that ended in a way. */
    public long fires(FireEnd how) {
        return firesByEnd.getOrDefault(how, 0L);
    }

    /** Terminal events of fires that had one already: zero, or a guarantee is broken. */
    public long endedTwice() {
        return endedTwice;
    }

    /** Open fires. */
    public Collection<FireHistory> openFires() {
        return List.copyOf(open.values());
    }

    /** The fires that ended last, oldest first, as many as are kept, and after them the open ones. */
    public List<FireHistory> lastFires() {
        List<FireHistory> fires = new ArrayList<>(last);
        fires.addAll(open.values());
        return fires;
    }

    /** Due times passed without a fire. */
    public long skipped() {
        return skipped;
    }

    /** Attempts handed out. */
    public long dispatched() {
        return dispatched;
    }

    /** Retries after a LATER, an EXCEPTION or a timeout. */
    public long retries() {
        return retries;
    }

    /** Runs that the audit topic knows to have begun again, or to have been lost after they began. */
    public long repeated() {
        return repeated + open.values().stream().mapToInt(FireHistory::repeated).sum();
    }

    /** Results that changed nothing, as their lease was gone. */
    public long resultsIgnored() {
        return resultsIgnored;
    }

    /** Submissions under its key that were ignored while it lived. */
    public long duplicates() {
        return duplicates;
    }
}
