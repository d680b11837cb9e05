package io.duestream.audit.verify;

import io.duestream.audit.log.LogEntry.Decision;
import io.duestream.audit.log.LogEntry.Dispatch;
import io.duestream.audit.log.LogExtent;
import io.duestream.audit.log.LogExtent.Range;
import io.duestream.audit.log.LogPartition;
import io.duestream.audit.log.LogTopic;
import io.duestream.audit.log.Place;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.job.Position;
import io.duestream.record.JobDispatch;
import io.duestream.record.event.AttemptDispatched;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** G3: what was decided was dispatched, and nothing else was. */
final class DispatchAgrees {
    /** How far apart two records of one transaction are appended at most, by the clocks of two brokers. */
    private static final Duration MOST_APART = Duration.ofSeconds(10);

    private final LogExtent extent;
    private final Duration grace;
    private final Tally tally;
    private final Map<String, Map<Integer, Range>> dispatchRanges = new HashMap<>();
    private final Map<String, Instant> topicBegins = new HashMap<>();
    private final Map<Integer, Range> auditRanges = new HashMap<>();
    private final Map<Attempt, Decided> decided = new LinkedHashMap<>();
    private final Map<Attempt, Sent> sent = new LinkedHashMap<>();
    private final List<Sent> repeats = new ArrayList<>();
    private final Map<String, Set<Position>> copies = new HashMap<>();

    DispatchAgrees(Findings findings, LogExtent extent, Duration grace) {
        this.extent = extent;
        this.grace = grace;
        this.tally = findings.open(
                "dispatch-agrees",
                "Every audited dispatch has exactly one record in the dispatch partition it names, which agrees with it,"
                        + " and every dispatch record has its decision.");
        for (LogPartition each : extent.of(LogTopic.DISPATCH)) {
            Range range = extent.ranges().get(each);
            dispatchRanges
                    .computeIfAbsent(each.group(), group -> new HashMap<>())
                    .put(each.partition(), range);
            range.first()
                    .ifPresent(first ->
                            topicBegins.merge(each.group(), first, (one, other) -> one.isBefore(other) ? one : other));
        }
        extent.of(LogTopic.AUDIT)
                .forEach(each ->
                        auditRanges.put(each.partition(), extent.ranges().get(each)));
    }

    /** Names an attempt in the whole cluster. */
    private record Attempt(JobId job, long number) {}

    /** What both records say of an attempt. */
    private record Content(
            JobKey key, int partition, long fire, int shard, int attempt, Instant dispatchedAt, Instant startBy) {
        static Content of(JobKey key, AttemptDispatched e) {
            return new Content(key, e.partition(), e.fire(), e.shard(), e.attempt(), e.dispatchedAt(), e.startBy());
        }

        static Content of(JobDispatch e, int partition) {
            return new Content(e.key(), partition, e.fire(), e.shard(), e.attempt(), e.dispatchedAt(), e.startBy());
        }

        String shown() {
            return "fire " + fire + " shard " + shard + " attempt " + attempt + " to partition " + partition
                    + ", dispatched at " + dispatchedAt + ", to be started by " + startBy;
        }
    }

    /**
     * @param dueAt due time of the fire; null where the job's state is not known
     */
    private record Decided(Place place, Instant appendedAt, Content content, Instant dueAt) {}

    private record Sent(Place place, Instant appendedAt, Content content, Instant dueAt) {}

    /** Whether the other half of a pair is in the part of the log that is read. */
    private enum Half {
        GONE,
        /** It was written just before or just after the part begins. */
        PERHAPS,
        THERE
    }

    void decided(Decision decision, JobKey key, JobId job, AttemptDispatched event, Optional<Instant> dueAt) {
        Attempt attempt = new Attempt(job, event.token().attempts());
        Decided said = new Decided(decision.place(), decision.appendedAt(), Content.of(key, event), dueAt.orElse(null));
        Sent other = sent.remove(attempt);
        if (other != null) {
            tally.checked();
            compare(said, other);
        } else if (record(said) == Half.GONE) {
            tally.notCheckable();
        } else {
            decided.put(attempt, said);
        }
    }

    void sent(Dispatch entry, JobDispatch dispatch) {
        Content content = Content.of(dispatch, entry.place().partition().partition());
        Sent found = new Sent(entry.place(), entry.appendedAt(), content, dispatch.dueAt());
        Attempt attempt = new Attempt(dispatch.jobId(), dispatch.token().attempts());
        boolean sameOffset = dispatch.jobId().offset() == dispatch.token().accepted();
        Decided other = sameOffset ? decided.remove(attempt) : null;
        if (other != null) {
            tally.checked();
            compare(other, found);
        } else if (decision(attempt, found) == Half.GONE) {
            tally.notCheckable();
        } else {
            Sent twice = sent.put(attempt, found);
            if (twice != null) {
                repeats.add(twice);
            }
        }
    }

    /** An operator had a dispatch record sent again that was set aside: the copy has no decision of its own. */
    void copied(String topic, Position at) {
        copies.computeIfAbsent(topic, each -> new HashSet<>()).add(at);
    }

    private boolean isCopy(Sent found) {
        LogPartition partition = found.place().partition();
        return copies.getOrDefault(partition.topic(), Set.of())
                .contains(new Position(partition.partition(), found.place().offset()));
    }

    private Half record(Decided said) {
        Range range = dispatchRanges
                .getOrDefault(said.content().key().group(), Map.of())
                .get(said.content().partition());
        Optional<Instant> begins =
                Optional.ofNullable(topicBegins.get(said.content().key().group()));
        // A topic that begins later than what was sent to it has been deleted and made anew.
        boolean madeAnew = begins.isEmpty() || said.appendedAt().isBefore(begins.get());
        return madeAnew ? half(begins, said.appendedAt()) : half(range, said.appendedAt());
    }

    private Half decision(Attempt attempt, Sent found) {
        return half(auditRanges.get(attempt.job().partition()), found.appendedAt());
    }

    private static Half half(Range range, Instant at) {
        if (range != null && range.fromTheBeginning()) {
            return Half.THERE;
        }
        return half(Optional.ofNullable(range).flatMap(Range::first), at);
    }

    private static Half half(Optional<Instant> first, Instant at) {
        if (first.isEmpty() || at.plus(MOST_APART).isBefore(first.get())) {
            return Half.GONE;
        }
        return at.isBefore(first.get().plus(MOST_APART)) ? Half.PERHAPS : Half.THERE;
    }

    private void compare(Decided said, Sent found) {
        boolean sameDue = said.dueAt() == null || Objects.equals(said.dueAt(), found.dueAt());
        if (!said.content().equals(found.content()) || !sameDue) {
            tally.violation(
                    found.place(),
                    found.content().key(),
                    "says " + found.content().shown() + ", due at " + found.dueAt() + "; its decision at "
                            + said.place() + " says "
                            + said.content().shown()
                            + (said.dueAt() == null ? "" : ", due at " + said.dueAt()));
        }
    }

    void atEnd() {
        decided.values().forEach(each -> {
            if (record(each) != Half.THERE || young(each.appendedAt())) {
                tally.notCheckable();
            } else {
                tally.checked();
                tally.violation(
                        each.place(),
                        each.content().key(),
                        "dispatches " + each.content().shown() + "; no such record is in the dispatch topic");
            }
        });
        repeats.stream().filter(each -> !isCopy(each)).forEach(this::undecided);
        sent.values().removeIf(this::isCopy);
        sent.forEach((attempt, each) -> {
            if (decision(attempt, each) != Half.THERE || young(each.appendedAt())) {
                tally.notCheckable();
            } else {
                undecided(each);
            }
        });
    }

    private void undecided(Sent found) {
        tally.checked();
        tally.violation(
                found.place(),
                found.content().key(),
                "dispatches " + found.content().shown()
                        + "; no decision says so, or it stands in the topic a second time");
    }

    /** Whether the other half may not have been readable yet when reading began. */
    private boolean young(Instant appendedAt) {
        return appendedAt.plus(grace).isAfter(extent.readAt());
    }
}
