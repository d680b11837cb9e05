package io.duestream.audit.verify;

import io.duestream.audit.log.LogEntry.Decision;
import io.duestream.audit.verify.GrantOrder.Claim;
import io.duestream.job.GroupSettings;
import io.duestream.job.SettingsInForce;
import io.duestream.record.event.AdmissionChange;
import io.duestream.record.event.AdmissionChanged;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.GroupSettingsChanged;
import io.duestream.record.event.JobEvent;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What was set for a group holds. A partition says itself from where on it goes by which settings; the owner of a limited
 * group says with each admission how many are out, and each such number must follow from the one before. Each dispatch of a
 * limited group takes one admission that its partition has received, and no other can.
 */
final class GroupSettingsHold implements JobCheck {
    private final Tally tally;
    private final Map<Known, SettingsInForce> settings = new HashMap<>();
    private final Map<Known, Long> open = new HashMap<>();
    /** By who has told of the beginning of the limit: what it received before is not in the log. */
    private final Set<Known> fromTheBeginning = new HashSet<>();

    private final Map<Known, GrantOrder> orders = new HashMap<>();
    private final Map<String, AdmissionsReceived> admissions = new HashMap<>();

    GroupSettingsHold(Findings findings) {
        this.tally = findings.open(
                "group-settings-hold",
                "Nothing is dispatched in a paused group, no more are out in a limited group than its concurrency"
                        + " and its upper bound allow, admissions go by priority, none is lost or given twice, and each dispatch takes one.");
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
                ordered(decision, e);
            } else if (event instanceof AdmissionChanged e && e.change() == AdmissionChange.RECEIVED) {
                GrantOrder.claim(e).ifPresent(claim -> of(e.group()).received(claim, e.request()));
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
            orders.remove(known);
            of(e.group()).forget(known.partition());
            begins(known, e.inForce());
        }
    }

    private void begins(Known known, SettingsInForce now) {
        if (now.limitedSince().filter(since -> since == now.version()).isPresent()) {
            fromTheBeginning.add(known);
        } else {
            fromTheBeginning.remove(known);
        }
    }

    private AdmissionsReceived of(String group) {
        return admissions.computeIfAbsent(group, name -> new AdmissionsReceived());
    }

    private void ordered(Decision decision, AdmissionChanged e) {
        GrantOrder order = orders.computeIfAbsent(known(decision, e.group()), each -> new GrantOrder());
        Optional<String> wrong = Optional.empty();
        switch (e.change()) {
            case REQUESTED -> order.requested(e);
            case GRANTED -> wrong = order.granted(e);
            case USED -> GrantOrder.claim(e).ifPresent(claim -> of(e.group()).used(claim, e.request()));
            case WITHDRAWN -> {
                order.withdrawn(e);
                wrong = GrantOrder.claim(e).flatMap(claim -> of(e.group()).withdrawn(claim, e.request()));
            }
            case RELEASED, COUNTED, RECEIVED, OUTDATED -> {}
        }
        wrong.ifPresent(words -> tally.violation(decision.place(), Optional.empty(), words));
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
        Optional<Integer> most = Optional.ofNullable(settings.get(known)).flatMap(each -> most(each.settings()));
        if (e.change() == AdmissionChange.GRANTED && most.isPresent() && e.open() > most.get()) {
            tally.violation(
                    decision.place(),
                    Optional.empty(),
                    "of group " + e.group() + " " + e.open() + " may be out at once; at most " + most.get()
                            + " are allowed");
        }
    }

    private static Optional<Integer> most(GroupSettings settings) {
        return Stream.of(settings.concurrency(), settings.maxInFlight())
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
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
        if (fromTheBeginning.contains(known(decision, job.key().group()))) {
            of(job.key().group())
                    .dispatched(new Claim(job.id(), e.fire(), e.shard()))
                    .ifPresent(words -> tally.violation(
                            decision.place(), job.key(), "fire " + e.fire() + " shard " + e.shard() + " " + words));
        }
    }

    /** What need not run any more has given its admission back. */
    @Override
    public void done(Decision decision, LiveJob job) {
        if (fromTheBeginning.contains(known(decision, job.key().group()))) {
            for (OpenFire fire : job.fires()) {
                for (int shard = 0; shard < fire.shards().length; shard++) {
                    if (!OrderAmongWaiting.mayRun(job, fire)
                            || fire.shards()[shard].state() != OpenShard.State.WAITING) {
                        of(job.key().group()).lapsed(new Claim(job.id(), fire.number(), shard));
                    }
                }
            }
        }
    }
}
