package io.duestream.specs.proof;

import io.duestream.codec.RecordCodec;
import io.duestream.job.JobKey;
import io.duestream.record.JobCommand;
import io.duestream.record.command.PauseJob;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Parts of a log. */
final class Logs {
    private Logs() {}

    static byte[] pause(JobKey key) {
        return RecordCodec.of(JobCommand.class)
                .encode(new JobCommand(
                        key.group(), key.taskId(), Instant.now(), "spec", Optional.empty(), new PauseJob("why not")));
    }

    static long end(Admin admin, TopicPartition partition) throws Exception {
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get(20, TimeUnit.SECONDS)
                .offset();
    }
}
