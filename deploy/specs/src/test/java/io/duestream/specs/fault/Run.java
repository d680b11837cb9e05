package io.duestream.specs.fault;

import java.time.Instant;
import java.util.List;

/**
 * A line of a runner.
 *
 * @param what one of the words below
 * @param key of the job
 * @param shard job id, fire and shard
 * @param attempt of the shard, from 1
 * @param token of the lease
 * @param generation of the lease
 * @param due when the fire was due
 * @param at when the line was written
 */
record Run(String what, String key, String shard, int attempt, String token, int generation, Instant due, Instant at) {
    static final String BEGAN = "began";
    static final String SUCCEEDED = "succeeded";
    static final String FAILED = "failed";
    static final String LEASE_LOST = "lease-lost";

    static Run of(List<String> line) {
        return new Run(
                line.get(0),
                line.get(1),
                line.get(2) + " " + line.get(3) + " " + line.get(4),
                Integer.parseInt(line.get(5)),
                line.get(6),
                Integer.parseInt(line.get(7)),
                Instant.parse(line.get(8)),
                Instant.ofEpochMilli(Long.parseLong(line.get(9))));
    }

    long fire() {
        return Long.parseLong(shard.split(" ")[1]);
    }

    /** Of the shard within its fire. */
    int number() {
        return Integer.parseInt(shard.split(" ")[2]);
    }

    /** Key and token: tokens are told apart within a job key only. */
    String lease() {
        return key + " " + token;
    }

    boolean began() {
        return what.equals(BEGAN);
    }
}
