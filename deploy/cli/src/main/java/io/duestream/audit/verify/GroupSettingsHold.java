package io.duestream.audit.verify;

import io.duestream.audit.log.LogEntry.Decision;
import io.duestream.job.SettingsInForce;
import io.duestream.record.event.AdmissionChange;
import io.duestream.record.event.AdmissionChanged;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.GroupSettingsChanged;
import io.duestream.record.event.JobEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was set for a group holds. A partition says itself from where on it goes by which settings; the owner of a limited
 * group says with each admission how many are out, and each such number must follow from the one before.
 */
final class GroupSettingsHold implements JobCheck {
    private final Tally tally;
    private final Map<Known, SettingsInForce> settings = new HashMap<>();
    private final Map<Known, Long> open = new HashMap<>();

    GroupSettingsHold(Findings findings) {
        this.tally = findings.open(
                "group-settings-hold",
                "Nothing is dispatched in a paused group, no more are out in a limited group than its concurrency, and"
                        + " no admission is lost or given twice.");
    }

    private record Known(int partition, String group) {}

    @Override
    public Tally tally() {
        return tally;
    }

    /** Whether the owner of a group admits each attempt of it, as far as its partition has said. */
    boolean limited(Decision decision, String group) {
        SettingsInForce known = settings.get(known(decision, group));
        return known != null && known.limitedSince().isPresent();
    }

    private static Known known(Decision decision, String group) {
        return new Known(decision.place().partition().partition(), group);
    }

    /** A decision of a partition about itself. */
    void ofPartition(Decision decision) {
        for (JobEvent event : decision.record().events()) {
            if (event instanceof GroupSettingsChanged e) {
                settled(decision, e);
            } else if (event instanceof AdmissionChanged e && ofOwner(e.change())) {
                moved(decision, e);
            }
        }
    }

    private void settled(Decision decision, GroupSettingsChanged e) {
        Known known = known(decision, e.group());
        SettingsInForce before = settings.put(known, e.inForce());
        tally.checked();
        if (before != null && before.version() >= e.inForce().version()) {
            tally.violation(
                    decision.place(),
                    Optional.empty(),
                    "settings " + e.inForce().version() + " of group " + e.group() + " follow settings "
                            + before.version());
        }
        if (before == null || !before.limitedSince().equals(e.inForce().limitedSince())) {
            open.remove(known);
        }
    }

    private static boolean ofOwner(AdmissionChange change) {
        return switch (change) {
            case REQUESTED, GRANTED, USED, RELEASED, WITHDRAWN, COUNTED -> true;
            case RECEIVED, OUTDATED -> false;
        };
    }

    private void moved(Decision decision, AdmissionChanged e) {
        Known known = known(decision, e.group());
        Long before = open.put(known, e.open());
        if (before == null && !settings.containsKey(known)) {
            tally.notCheckable();
            return;
        }
        tally.checked();
        long moved = e.open() - (before == null ? 0 : before);
        boolean follows = switch (e.change()) {
            case GRANTED -> moved == 1;
            case RELEASED -> moved == -1;
            case WITHDRAWN -> moved == 0 || moved == -1;
            case COUNTED -> moved >= 0;
            case REQUESTED, USED, RECEIVED, OUTDATED -> moved == 0;
        };
        if (!follows) {
            tally.violation(
                    decision.place(),
                    Optional.empty(),
                    "of group " + e.group() + " " + e.open() + " are out after one was " + e.change() + ", "
                            + (before == null ? 0 : before) + " were before");
        }
        Optional<Integer> most = Optional.ofNullable(settings.get(known))
                .flatMap(each -> each.settings().concurrency());
        if (e.change() == AdmissionChange.GRANTED && most.isPresent() && e.open() > most.get()) {
            tally.violation(
                    decision.place(),
                    Optional.empty(),
                    "of group " + e.group() + " " + e.open() + " may be out at once; its concurrency is " + most.get());
        }
    }

    @Override
    public void event(Decision decision, LiveJob job, JobEvent event) {
        if (!(event instanceof AttemptDispatched e)) {
            return;
        }
        SettingsInForce known = settings.get(known(decision, job.key().group()));
        if (known == null) {
            return;
        }
        tally.checked();
        if (known.settings().paused()) {
            tally.violation(
                    decision.place(),
                    job.key(),
                    "fire " + e.fire() + " shard " + e.shard() + " is dispatched while its group is paused");
        }
    }
}
