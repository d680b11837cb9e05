package io.duestream.specs.fault;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A moment at which an executor has begun something and not ended it. */
final class AtWork {
    /** So that no rhythm of the work is hit at its pauses again and again. */
    private static final Duration TRY_EVERY = Duration.ofMillis(37);

    private AtWork() {}

    /** Stops an executor as {@code SIGSTOP} does while at least so many of its runs are under way. */
    static void freeze(Stage stage, JavaProcess executor, int atLeast) {
        await().atMost(Duration.ofSeconds(120))
                .pollDelay(Duration.ZERO)
                .pollInterval(TRY_EVERY)
                .until(() -> {
                    executor.freeze();
                    boolean atWork = underWay(stage.runs(executor.name())).size() >= atLeast;
                    if (!atWork) {
                        executor.thaw();
                    }
                    return atWork;
                });
    }

    /** Leases of runs that have begun and not ended. */
    private static Set<String> underWay(List<Run> runs) {
        Set<String> underWay = new HashSet<>();
        for (Run run : runs) {
            if (run.began()) {
                underWay.add(run.lease());
            } else if (!run.what().equals(Run.LEASE_LOST)) {
                underWay.remove(run.lease());
            }
        }
        return underWay;
    }
}
