package io.duestream.cli.node;

import io.duestream.record.NodeReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * A node as its last report shows it.
 *
 * @param report the last one
 * @param reportedAt when the brokers had it
 */
record SeenNode(NodeReport report, Instant reportedAt) {
    /** A living node reports each second; after so long, and without its group's membership, it is taken for lost. */
    static final Duration SILENT_AFTER = Duration.ofSeconds(6);

    /** How a node stands. */
    enum State {
        /** It takes work. */
        UP,
        /** It takes no new work until it is told to. */
        DRAINING,
        /** It takes no new work for the time being; its report says why. */
        HELD_BACK,
        /** It has said that it ends. */
        ENDED,
        /** It has said nothing for seconds. */
        SILENT;

        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    Duration age(Instant now) {
        Duration age = Duration.between(reportedAt, now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    State state(Instant now) {
        if (age(now).compareTo(SILENT_AFTER) > 0) {
            return report.draining() && report.busy() == 0 ? State.ENDED : State.SILENT;
        }
        if (report.draining()) {
            return State.DRAINING;
        }
        return report.heldBack().isEmpty() ? State.UP : State.HELD_BACK;
    }
}
