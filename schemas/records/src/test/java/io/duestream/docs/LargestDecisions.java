package io.duestream.docs;

import io.duestream.codec.SchemaCatalogue;
import io.duestream.job.JobRules;
import io.duestream.topic.Topics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/**
 * The largest audit records. The bounds of all events multiplied by the most events would be no answer: what one decision
 * can state is bounded by what a job can have, so the largest decisions of each kind are added up.
 */
final class LargestDecisions {
    /** Key, batch header, record header: 64 and 128 characters of key, and some hundred bytes. */
    static final int AROUND_A_RECORD = 2_048;

    private static final int HEADER = 10;
    private static final int OPEN_FIRES = 16;
    /** What the tracker itself says of a shard, such as "the job was cancelled". */
    private static final long TRACKERS_WORDS = LargestSize.text(64);

    private static final long EMPTY = LargestSize.text(0);

    /**
     * One of the largest decisions.
     *
     * @param what what is decided
     * @param events how many events it states
     * @param bytes largest size of its audit record
     */
    record Decision(String what, long events, long bytes) {}

    private final Schema audit = SchemaCatalogue.contract().current("AuditRecord");
    private final Schema.Field events = audit.getField("events");
    private final Map<String, Schema> byName = events.schema().getElementType().getTypes().stream()
            .collect(Collectors.toMap(Schema::getName, each -> each));
    private final long without = HEADER + LargestSize.of(audit, Map.of("events", 10L));

    List<Decision> all() {
        int shards = JobRules.MAX_SHARDS;
        return List.of(
                decision("a submission is rejected for " + JobRules.MAX_PROBLEMS + " reasons", 1, event("JobRejected")),
                decision(
                        "a job is accepted, and 16 fires of 1,000 shards are open and dispatched at once",
                        2 + OPEN_FIRES + OPEN_FIRES * shards,
                        event("JobAccepted") + event("FiresSkipped") + OPEN_FIRES * opened(shards)),
                decision(
                        "a definition is replaced while 16 fires of 1,000 shards wait, and the next fire is dispatched",
                        2 + OPEN_FIRES + OPEN_FIRES * shards + shards,
                        event("DefinitionChanged")
                                + OPEN_FIRES * (endedByTracker() + shards * shardEndedByTracker())
                                + opened(shards)),
                decision(
                        "a run ends with the longest message and stack trace, its fire with it, and the next fire of"
                                + " 1,000 shards is dispatched",
                        4 + shards,
                        event("AttemptEnded") + event("ShardEnded") + event("FireEnded") + opened(shards)),
                cancelled(4_000),
                decision("a job is carried on", 1, event("JobCarried")));
    }

    /** A job is cancelled with its running attempts, or the next fire takes the place of running ones. */
    Decision cancelled(long attempts) {
        return decision(
                String.format(Locale.ROOT, "a job is cancelled with %,d attempts out, and ends", attempts),
                2 + OPEN_FIRES + 2 * attempts,
                event("JobCancelled")
                        + OPEN_FIRES * endedByTracker()
                        + attempts * (attemptEndedByTracker() + shardEndedByTracker())
                        + event("JobEnded"));
    }

    /** The most attempts that one decision can end: of more, the audit record is too large. */
    long mostAttemptsCancelled() {
        long attempts = 0;
        while (fits(cancelled(attempts + 1))) {
            attempts++;
        }
        return attempts;
    }

    boolean fits(Decision decision) {
        return decision.bytes() + AROUND_A_RECORD <= Topics.MAX_RECORD_BYTES
                && decision.events() <= (Integer) events.schema().getObjectProp("maxItems");
    }

    private Decision decision(String what, long count, long bytes) {
        return new Decision(what, count, without + bytes);
    }

    private long opened(int shards) {
        return event("FireOpened") + shards * event("AttemptDispatched");
    }

    private long endedByTracker() {
        return event("FireEnded", Map.of("reason", TRACKERS_WORDS, "message", EMPTY));
    }

    private long shardEndedByTracker() {
        return event("ShardEnded", Map.of("reason", TRACKERS_WORDS));
    }

    private long attemptEndedByTracker() {
        return event("AttemptEnded", Map.of("message", TRACKERS_WORDS, "stackTrace", EMPTY));
    }

    private long event(String name) {
        return event(name, Map.of());
    }

    /** With the byte that names the branch. */
    private long event(String name, Map<String, Long> known) {
        return 1 + LargestSize.of(byName.get(name), known);
    }
}
