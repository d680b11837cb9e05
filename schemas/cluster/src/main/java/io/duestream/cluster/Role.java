package io.duestream.cluster;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a process is for. */
public enum Role {
    /** Submits jobs and is told what became of them. */
    CLIENT,
    /** Decides. */
    TRACKER,
    /** Runs jobs of one node group. */
    EXECUTOR,
    /** Tells outcomes. */
    FEEDBACK,
    /** Serves operators. */
    ADMIN,
    /** Takes submissions over HTTP. */
    GATEWAY,
    /** Takes submissions from database tables. */
    OUTBOX_RELAY;

    /** The role as written in paths, records and pages, such as {@code outbox-relay}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The role with a label; empty for an unknown one, such as that of a newer version. */
    public static Optional<Role> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(role -> role.label().equals(label))
                .findFirst();
    }
}
