package io.duestream.tracker.store;

import io.duestream.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The names and definitions of all state stores. */
public final class StateStores {
    /** {@code jobKey → StoredJob}. */
    public static final String JOBS = "jobs";

    /** {@code [jobKey][fire][shard] → Shard}, only for fires of several shards; a single one lives in its job. */
    public static final String ATTEMPTS = "attempts";

    /** {@code [wake millis][priority][jobKey] → nothing}: one row for each job that has something to wait for. */
    public static final String TIMERS = "timers";

    /** {@code [group][priority][due][accepted offset][fire][shard] → jobKey}: what waits for room. */
    public static final String READY = "ready";

    /** {@code [node][jobKey][fire][shard] → token}: attempts that were reported started. */
    public static final String RUNNING = "running";

    /** {@code [group][dispatch partition] → open count}. */
    public static final String IN_FLIGHT = "in-flight";

    /** {@code submission id → nothing}, windowed by append time. */
    public static final String SUBMISSIONS = "submissions";

    /** {@code name → bytes}: the low-water key of the timers, the walker's cursor, the next number of a request. */
    public static final String MARKS = "marks";

    /** {@code [topic][offset] → key and value}: records of a newer version, until they can be read. */
    public static final String PARKED = "parked";

    /** {@code group → settings}: those that the partition goes by. */
    public static final String SETTINGS = "settings";

    /** {@code [group][part]…}: state, counted partitions, admissions and requests of the groups that the partition owns. */
    public static final String LIMITS = "limits";

    /** {@code [group][priority][due][accepted offset][fire][shard] → admitted, jobKey}: asked of the owners of groups. */
    public static final String REQUESTS = "requests";

    /** How old a lagging tombstone may be that a restored store must still see: shorter keeps changelogs short. */
    public static final Duration TOMBSTONE_RETENTION = Duration.ofHours(1);

    /** A submission is a moment, not a window. */
    private static final Duration MOMENT = Duration.ofMillis(1);

    private StateStores() {}

    /** All stores. */
    public static List<StoreBuilder<?>> all(Duration dedupWindow) {
        return List.of(
                keyValue(JOBS),
                keyValue(ATTEMPTS),
                keyValue(TIMERS),
                keyValue(READY),
                keyValue(RUNNING),
                // One write for each commit instead of one for each decision.
                keyValue(IN_FLIGHT).withCachingEnabled(),
                Stores.windowStoreBuilder(
                                Stores.persistentWindowStore(SUBMISSIONS, dedupWindow.multipliedBy(2), MOMENT, false),
                                Serdes.Bytes(),
                                Serdes.ByteArray())
                        .withLoggingEnabled(changelog()),
                keyValue(MARKS),
                keyValue(PARKED),
                keyValue(SETTINGS),
                keyValue(LIMITS),
                keyValue(REQUESTS));
    }

    /** The names of all stores. */
    public static String[] names() {
        return new String[] {
            JOBS, ATTEMPTS, TIMERS, READY, RUNNING, IN_FLIGHT, SUBMISSIONS, MARKS, PARKED, SETTINGS, LIMITS, REQUESTS
        };
    }

    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> keyValue(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(changelog());
    }

    /** Short segments and tombstones: a restore must not grow with jobs that have ended. */
    private static Map<String, String> changelog() {
        return Map.of(
                "segment.ms", Long.toString(Duration.ofMinutes(30).toMillis()),
                "segment.bytes", Integer.toString(64 * 1024 * 1024),
                "min.cleanable.dirty.ratio", "0.2",
                "max.message.bytes", Integer.toString(Topics.MAX_RECORD_BYTES),
                "delete.retention.ms", Long.toString(TOMBSTONE_RETENTION.toMillis()));
    }
}
