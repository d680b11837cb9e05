package io.duestream.audit.verify;

import io.duestream.audit.log.LogEntry;
import io.duestream.audit.log.Place;
import io.duestream.job.FirePolicy;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.job.Phase;
import io.duestream.job.Trigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a job that is alive. What its last decision says is always known; its {@link Plan} and its open fires
 * only if the log has told them from its acceptance, or since it was carried.
 */
final class LiveJob {
    private final JobKey key;
    private final List<OpenFire> fires = new ArrayList<>(1);
    private JobId id;
    private boolean known;
    private boolean interrupted;
    private Standing standing = Standing.ACTIVE;
    private int fencedBelow;
    private long opened;
    private long handedOut;
    private Plan plan;
    private Place last;
    private long sequence;
    private Phase phase = Phase.NONE;
    private Instant wakeAt;

    LiveJob(JobKey key) {
        this.key = key;
    }

    /**
     * How a job fires.
     *
     * @param version definition version
     * @param trigger when
     * @param firing by which policies
     * @param anchor from when the trigger counts
     * @param nextDue the next due time
     * @param scheduled fires that the trigger has made
     */
    record Plan(
            int version,
            Trigger trigger,
            FirePolicy firing,
            Instant anchor,
            Optional<Instant> nextDue,
            long scheduled) {
        Plan with(Optional<Instant> next, long made) {
            return new Plan(version, trigger, firing, anchor, next, made);
        }
    }

    JobKey key() {
        return key;
    }

    JobId id() {
        return id;
    }

    /** Whether plan and fires are known. */
    boolean known() {
        return known;
    }

    Standing standing() {
        return standing;
    }

    void standing(Standing ordered) {
        standing = ordered;
    }

    Plan plan() {
        return plan;
    }

    void plan(Plan changed) {
        plan = changed;
    }

    /** Open fires, oldest first. */
    List<OpenFire> fires() {
        return fires;
    }

    Optional<OpenFire> fire(long number) {
        for (OpenFire fire : fires) {
            if (fire.number() == number) {
                return Optional.of(fire);
            }
        }
        return Optional.empty();
    }

    Optional<OpenShard> shard(long fire, int shard) {
        return fire(fire).flatMap(open -> open.shard(shard));
    }

    /** Number of the fire that was opened last. */
    long opened() {
        return opened;
    }

    void opened(long number) {
        opened = number;
    }

    /** Attempts handed out: the second half of the last token. */
    long handedOut() {
        return handedOut;
    }

    void handedOut(long attempts) {
        handedOut = attempts;
    }

    int fencedBelow() {
        return fencedBelow;
    }

    void fence(int version) {
        fencedBelow = version;
    }

    /** Whether a fire of a replaced definition is open, before whose end none may open. */
    boolean fenced() {
        for (OpenFire fire : fires) {
            if (fire.version() < fencedBelow) {
                return true;
            }
        }
        return false;
    }

    boolean anyShard(OpenShard.State state) {
        for (OpenFire fire : fires) {
            if (fire.anyShard(state)) {
                return true;
            }
        }
        return false;
    }

    /** From here on plan and fires are known. */
    void know(JobId accepted, Plan begun) {
        id = accepted;
        plan = begun;
        known = true;
    }

    /** Something is missing in the log: plan and fires are not known any more. */
    void loseSight() {
        known = false;
        fires.clear();
    }

    /** A decision about the job cannot be read: whatever it did, the next one need not follow from the last. */
    void interrupt(Place unreadable) {
        loseSight();
        last = unreadable;
        interrupted = true;
    }

    /** Whether the last decision about the job could not be read. */
    boolean interrupted() {
        return interrupted;
    }

    /** The decision that was read last. */
    void decided(LogEntry.Decision decision) {
        interrupted = false;
        last = decision.place();
        sequence = decision.record().sequence().orElse(sequence);
        phase = decision.record().phase();
        wakeAt = decision.record().wakeAt().orElse(null);
        id = decision.record().jobId().orElse(id);
    }

    /** Where its last decision stands. */
    Place last() {
        return last;
    }

    long sequence() {
        return sequence;
    }

    /** As its last decision says. */
    Phase phase() {
        return phase;
    }

    /** As its last decision says. */
    Optional<Instant> wakeAt() {
        return Optional.ofNullable(wakeAt);
    }
}
