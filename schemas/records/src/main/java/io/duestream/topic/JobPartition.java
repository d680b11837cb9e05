package io.duestream.topic;

import io.duestream.job.JobKey;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** Which partition a job key belongs to: as Kafka's Java producer places the key by default. */
public final class JobPartition {
    private JobPartition() {}

    /** The key's bytes on every topic of a job. */
    public static byte[] keyBytes(JobKey key) {
        return key.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The partition that owns a key, of {@code partitions}. */
    public static int of(byte[] key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }

    /** The partition that owns a job, of {@code partitions}. */
    public static int of(JobKey key, int partitions) {
        return of(keyBytes(key), partitions);
    }
}
