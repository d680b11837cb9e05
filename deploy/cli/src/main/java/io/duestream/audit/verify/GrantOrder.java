package io.duestream.audit.verify;

import io.duestream.job.JobId;
import io.duestream.record.event.AdmissionChanged;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The queue of requests at the owner of one limited group, as its events tell it. */
final class GrantOrder {
    private final TreeSet<Request> queue = new TreeSet<>();
    private final Map<Claim, Request> asked = new HashMap<>();

    /** What an admission is for. */
    record Claim(JobId job, long fire, int shard) {}

    private record Request(int priority, Instant dueAt, Claim claim) implements Comparable<Request> {
        private static final Comparator<Request> ORDER = Comparator.comparingInt(Request::priority)
                .thenComparing(Request::dueAt)
                .thenComparingLong(each -> each.claim().job().offset())
                .thenComparingInt(each -> each.claim().job().partition())
                .thenComparingLong(each -> each.claim().fire())
                .thenComparingInt(each -> each.claim().shard());

        @Override
        public int compareTo(Request other) {
            return ORDER.compare(this, other);
        }

        String shown() {
            return "fire " + claim.fire() + " shard " + claim.shard() + " of job " + claim.job() + " (priority "
                    + priority + ", due " + dueAt + ")";
        }
    }

    static Optional<Claim> claim(AdmissionChanged e) {
        return e.jobId().map(job -> new Claim(job, e.fire(), e.shard()));
    }

    void requested(AdmissionChanged e) {
        claim(e).ifPresent(claim -> e.dueAt().ifPresent(due -> {
            Request request = new Request(e.priority(), due, claim);
            if (asked.putIfAbsent(claim, request) == null) {
                queue.add(request);
            }
        }));
    }

    /** What is wrong with a grant: somebody else was to go first. */
    Optional<String> granted(AdmissionChanged e) {
        Request chosen = claim(e).map(asked::get).orElse(null);
        if (chosen == null) {
            // Asked for before the log begins.
            return Optional.empty();
        }
        Request first = queue.first();
        withdrawn(e);
        return first.equals(chosen)
                ? Optional.empty()
                : Optional.of("of group " + e.group() + " " + chosen.shown() + " was GRANTED before " + first.shown()
                        + ", which had asked");
    }

    void withdrawn(AdmissionChanged e) {
        claim(e).map(asked::remove).ifPresent(queue::remove);
    }
}
