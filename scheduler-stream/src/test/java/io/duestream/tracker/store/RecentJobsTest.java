package io.duestream.tracker.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.JobKey;
import io.duestream.tracker.core.StoredJob;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecentJobsTest {
    private static final JobKey A = JobKey.parse("mail/a");
    private static final JobKey B = JobKey.parse("mail/b");
    private static final JobKey C = JobKey.parse("mail/c");

    private final RecentJobs recent = new RecentJobs(8_000);

    private static StoredJob job(long sequence) {
        return new StoredJob(sequence, Optional.empty(), Instant.EPOCH, null);
    }

    @Test
    void what_was_looked_at_last_stays() {
        recent.put(A, job(1), 400);
        recent.put(B, job(2), 400);
        recent.get(A);
        recent.put(C, job(3), 400);

        assertThat(recent.get(A)).isEqualTo(job(1));
        assertThat(recent.get(B)).isNull();
        assertThat(recent.get(C)).isEqualTo(job(3));
    }

    @Test
    void a_job_is_weighed_at_eight_times_its_row() {
        RecentJobs two = new RecentJobs(2 * 8 * 250);
        two.put(A, job(1), 250);
        two.put(B, job(2), 250);
        assertThat(two.get(A)).isNotNull();
        two.put(C, job(3), 250);

        assertThat(two.get(B)).isNull();
        assertThat(two.get(A)).isNotNull();
        assertThat(two.get(C)).isNotNull();
    }

    @Test
    void large_rows_push_others_out() {
        recent.put(A, job(1), 600);
        recent.put(B, job(2), 600);

        assertThat(recent.get(A)).isNull();
        assertThat(recent.get(B)).isNotNull();
    }

    @Test
    void one_that_is_larger_than_all_may_be_together_is_not_kept() {
        recent.put(A, job(1), 10);
        recent.put(B, job(2), 2_000);

        assertThat(recent.get(A)).isNull();
        assertThat(recent.get(B)).isNull();
        recent.put(A, job(3), 10);
        assertThat(recent.get(A)).isEqualTo(job(3));
    }

    @Test
    void a_job_counts_once_however_often_it_is_written() {
        for (int i = 0; i < 100; i++) {
            recent.put(A, job(i), 400);
        }
        recent.put(B, job(1), 400);

        assertThat(recent.get(A)).isEqualTo(job(99));
        assertThat(recent.get(B)).isNotNull();
    }

    @Test
    void what_is_gone_is_not_known() {
        recent.put(A, job(1), 900);
        recent.remove(A);
        recent.put(B, job(2), 900);

        assertThat(recent.get(A)).isNull();
        assertThat(recent.get(B)).isNotNull();
    }
}
