package io.duestream.tracker.topology;

import io.duestream.topic.DeadLetters.Origin;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records at which this process failed although they could be read. What such a record had changed by then is given up with
 * the stream thread's transaction; read again it is known here and is set aside untouched, so that it stops its partition
 * once and not for ever. Thread-safe; the stream thread that comes after sees what the one before noted.
 */
final class FailedRecords {
    private static final Logger LOG = LoggerFactory.getLogger(FailedRecords.class);
    private static final int MOST = 1_000;

    private final Map<Origin, String> reasons = new LinkedHashMap<>();

    synchronized void add(Origin origin, RuntimeException failure) {
        LOG.error(
                "{} cannot be taken; the transaction is given up, and read again it goes to the dead letters", origin);
        reasons.put(origin, "a tracker failed when it took it: " + failure);
        if (reasons.size() > MOST) {
            reasons.remove(reasons.keySet().iterator().next());
        }
    }

    /** Why a record must not be tried again; empty for all others. */
    synchronized Optional<String> reason(Origin origin) {
        return Optional.ofNullable(reasons.get(origin));
    }
}
