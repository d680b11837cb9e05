package io.duestream.client.failstore;

import java.nio.file.Path;

/**
 * Where the fail stores of a cluster lie below the directory that a configuration names. Those of submitters, and the two of
 * executors, are apart: lines of a log must not take the room of results.
 *
 * @param directory as configured; one for all clusters and roles of a machine will do
 * @param cluster name of the cluster
 */
public record FailStoreRoot(Path directory, String cluster) {
    /** Of submitters. */
    public Path commands() {
        return directory.resolve(cluster).resolve("commands");
    }

    /** Of executors, for what they report. */
    public Path reports() {
        return directory.resolve(cluster).resolve("reports");
    }

    /** Of executors, for the business log. */
    public Path lines() {
        return directory.resolve(cluster).resolve("lines");
    }
}
