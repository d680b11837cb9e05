package io.duestream.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.JobKey;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class JobPartitionTest {
    @Test
    void a_key_belongs_where_kafkas_java_producer_puts_it() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            byte[] key = new byte[1 + random.nextInt(200)];
            random.nextBytes(key);
            int partitions = 1 + random.nextInt(500);
            assertThat(JobPartition.of(key, partitions))
                    .isEqualTo(BuiltInPartitioner.partitionForKey(key, partitions))
                    .isBetween(0, partitions - 1);
        }
    }

    @Test
    void a_job_belongs_where_the_utf_8_bytes_of_its_key_belong() {
        for (int i = 0; i < 10_000; i++) {
            JobKey key = new JobKey("mail", "Rechnung/ü/任/" + i);
            byte[] bytes = ("mail/Rechnung/ü/任/" + i).getBytes(StandardCharsets.UTF_8);
            assertThat(JobPartition.keyBytes(key)).isEqualTo(bytes);
            assertThat(JobPartition.of(key, 12)).isEqualTo(BuiltInPartitioner.partitionForKey(bytes, 12));
        }
    }

    /** Numbers that programs in other languages can be held against. */
    @Test
    void known_keys_belong_to_known_partitions() {
        assertThat(JobPartition.of(new JobKey("mail", "invoice-1"), 12)).isEqualTo(5);
        assertThat(JobPartition.of(new JobKey("mail", "任务/1"), 12)).isEqualTo(11);
    }

    @Test
    void jobs_spread_over_all_partitions() {
        int[] jobs = new int[12];
        for (int i = 0; i < 12_000; i++) {
            jobs[JobPartition.of(new JobKey("mail", "invoice-" + i), 12)]++;
        }
        for (int each : jobs) {
            assertThat(each).isBetween(800, 1_200);
        }
    }
}
