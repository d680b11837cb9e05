package io.duestream.audit.verify;

import io.duestream.audit.verify.GrantOrder.Claim;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What became of the admissions of one limited group: those that a partition has learnt of and not dispatched yet, those
 * that were dispatched and not told to the owner yet, and those that were given back.
 */
final class AdmissionsReceived {
    /** How many that were given back are remembered; a dispatch and the owner's answer to it are not far apart. */
    private static final int MOST_REMEMBERED = 100_000;

    private final Map<Claim, Long> received = new HashMap<>();
    private final Set<Admission> dispatched = new LinkedHashSet<>();
    private final Set<Admission> givenBack = new LinkedHashSet<>();

    private record Admission(Claim claim, long request) {}

    /** A partition goes by another limit: what it had learnt says nothing any more. */
    void forget(int partition) {
        received.keySet().removeIf(each -> each.job().partition() == partition);
    }

    void received(Claim claim, long request) {
        received.put(claim, request);
    }

    /** A shard waits no more for a dispatch, so what it was admitted for is given back. */
    void lapsed(Claim claim) {
        received.remove(claim);
    }

    /** A dispatch takes an admission; what is wrong with it. */
    Optional<String> dispatched(Claim claim) {
        Long request = received.remove(claim);
        if (request == null) {
            return Optional.of("is dispatched without an admission of its group's owner");
        }
        Admission admission = new Admission(claim, request);
        if (givenBack.remove(admission)) {
            return Optional.of("is dispatched for request " + request + ", which was withdrawn");
        }
        remember(dispatched, admission);
        return Optional.empty();
    }

    void used(Claim claim, long request) {
        dispatched.remove(new Admission(claim, request));
    }

    /** A request is withdrawn; what is wrong with that. */
    Optional<String> withdrawn(Claim claim, long request) {
        Admission admission = new Admission(claim, request);
        if (dispatched.remove(admission)) {
            return Optional.of("request " + request + " of fire " + claim.fire() + " shard " + claim.shard()
                    + " of job " + claim.job() + " was WITHDRAWN, and dispatched nevertheless");
        }
        remember(givenBack, admission);
        return Optional.empty();
    }

    private static void remember(Set<Admission> set, Admission admission) {
        set.add(admission);
        if (set.size() > MOST_REMEMBERED) {
            set.remove(set.iterator().next());
        }
    }
}
