package io.duestream.codec;

import java.util.OptionalInt;

/**
 * The version of records that this process writes: one for all of them, since whoever reads one of its records reads the
 * others too. Without a word it is the latest that the jar knows. While nodes of an older version are about, the newer ones
 * write the older version; it is raised when all nodes can read the newer one. Thread-safe.
 */
public final class WriteVersion {
    /** The configuration key of every process. */
    public static final String KEY = "records.write.version";

    /** System property for programs that use the library and have no such configuration. */
    public static final String PROPERTY = "duestream.records.write.version";

    private static OptionalInt chosen = ofProperty();
    private static boolean codecsMade;

    private WriteVersion() {}

    /** The latest released version that this jar knows. */
    public static int latest() {
        return SchemaCatalogue.contract().released("JobCommand").size();
    }

    /** The version that this process writes. What is new in a later one must not be made. */
    public static synchronized int current() {
        return chosen.orElseGet(WriteVersion::latest);
    }

    /**
     * Has this process write a version. To be called before anything of Duestream is started.
     *
     * @param version from 1 to {@link #latest}
     * @throws IllegalArgumentException if there is no such version
     * @throws IllegalStateException if this process writes another one already
     */
    public static synchronized void use(int version) {
        require(version);
        if (codecsMade && current() != version) {
            throw new IllegalStateException(KEY + " is " + version + ", and this process writes version " + current()
                    + " already; one process writes one version");
        }
        chosen = OptionalInt.of(version);
    }

    /** What a codec that is made now writes; empty for the latest. From now on it is fixed. */
    static synchronized OptionalInt forCodec() {
        codecsMade = true;
        return chosen;
    }

    private static void require(int version) {
        if (version < 1 || version > latest()) {
            throw new IllegalArgumentException(
                    KEY + " is " + version + "; this version of Duestream writes the versions 1" + " to " + latest());
        }
    }

    private static OptionalInt ofProperty() {
        String text = System.getProperty(PROPERTY);
        if (text == null) {
            return OptionalInt.empty();
        }
        try {
            int version = Integer.parseInt(text);
            require(version);
            return OptionalInt.of(version);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(PROPERTY + " is '" + text + "'; a whole number is expected", e);
        }
    }
}
