package io.duestream.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.codec.RecordCodec;
import io.duestream.job.JobId;
import io.duestream.job.Phase;
import io.duestream.record.AuditRecord;
import io.duestream.record.JobOutcome;
import io.duestream.record.OutcomeKind;
import io.duestream.record.event.DuplicateIgnored;
import io.duestream.record.event.DuplicateReason;
import io.duestream.record.event.FireEnd;
import io.duestream.record.event.JobEnd;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.JobPaused;
import io.duestream.record.event.JobRejected;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutcomesTest {
    private static final Optional<String> SHOP = Optional.of("shop");

    @Test
    void the_end_of_a_fire_is_told_with_everything_that_is_known_about_it() {
        assertThat(Outcomes.of(Audits.of(SHOP, true, Audits.fireEnded(7))))
                .containsExactly(new JobOutcome(
                        "mail",
                        "invoice-1",
                        "shop",
                        OutcomeKind.FIRE_ENDED,
                        Optional.of(Audits.JOB),
                        Optional.of("submission-9"),
                        7,
                        Optional.of(Audits.DUE),
                        Optional.of(FireEnd.FAILED),
                        "retries used up",
                        "connection refused",
                        11,
                        2,
                        false,
                        Audits.DECIDED));
    }

    @Test
    void several_ends_in_one_decision_are_told_in_order_and_say_whether_the_job_is_over() {
        AuditRecord over =
                Audits.of(SHOP, true, Audits.fireEnded(7), Audits.fireEnded(8), new JobEnded(JobEnd.COMPLETED));

        assertThat(Outcomes.of(over)).extracting(JobOutcome::fire).containsExactly(7L, 8L);
        assertThat(Outcomes.of(over)).extracting(JobOutcome::jobEnded).containsOnly(true);
    }

    @Test
    void ends_are_not_told_where_the_job_does_not_ask_for_it() {
        assertThat(Outcomes.of(Audits.of(SHOP, false, Audits.fireEnded(7)))).isEmpty();
    }

    @Test
    void nobody_is_told_without_a_client_group() {
        assertThat(Outcomes.of(Audits.of(
                        Optional.empty(),
                        true,
                        Audits.fireEnded(7),
                        new JobRejected(List.of("no")),
                        new DuplicateIgnored(DuplicateReason.JOB_KEPT, Optional.empty(), Phase.NONE))))
                .isEmpty();
    }

    @Test
    void other_events_are_not_told() {
        assertThat(Outcomes.of(Audits.of(SHOP, true, new JobPaused("by an operator"), new JobEnded(JobEnd.COMPLETED))))
                .isEmpty();
    }

    @Test
    void a_rejection_is_told_always_with_all_reasons_and_names_no_job() {
        JobOutcome rejected = only(Audits.of(SHOP, false, new JobRejected(List.of("cron: never fires", "shards: 0"))));

        assertThat(rejected.kind()).isEqualTo(OutcomeKind.REJECTED);
        assertThat(rejected.jobId()).isEmpty();
        assertThat(rejected.submissionId()).contains("submission-9");
        assertThat(rejected.reason()).isEqualTo("the submission has 2 problems");
        assertThat(rejected.message()).isEqualTo("cron: never fires\nshards: 0");
        assertThat(rejected.end()).isEmpty();
        assertThat(rejected.dueAt()).isEmpty();
        assertThat(rejected.fire()).isZero();
    }

    @Test
    void a_duplicate_is_told_always_and_names_the_live_job_and_its_phase() {
        JobId live = new JobId(2, 99);

        JobOutcome kept = only(Audits.of(
                SHOP, false, new DuplicateIgnored(DuplicateReason.JOB_KEPT, Optional.of(live), Phase.RUNNING)));
        JobOutcome again = only(Audits.of(
                SHOP, false, new DuplicateIgnored(DuplicateReason.SAME_SUBMISSION, Optional.empty(), Phase.NONE)));

        assertThat(kept.kind()).isEqualTo(OutcomeKind.DUPLICATE);
        assertThat(kept.jobId()).contains(live);
        assertThat(kept.reason())
                .isEqualTo("the key is taken and the live job is kept; job 2-99 is alive under the key, RUNNING");
        assertThat(again.jobId()).isEmpty();
        assertThat(again.reason()).isEqualTo("this submission was taken before; no job is alive under the key");
    }

    @Test
    void reasons_beyond_the_bound_are_cut_and_marked_and_can_be_written() {
        JobOutcome rejected = only(Audits.of(SHOP, false, new JobRejected(Collections.nCopies(64, "🚫".repeat(512)))));

        assertThat(rejected.message()).hasSizeBetween(8_191, 8_192).endsWith("🚫…");
        RecordCodec<JobOutcome> codec = RecordCodec.of(JobOutcome.class);
        assertThat(codec.decode(codec.encode(rejected))).isEqualTo(rejected);
    }

    private static JobOutcome only(AuditRecord record) {
        List<JobOutcome> outcomes = Outcomes.of(record);
        assertThat(outcomes).hasSize(1);
        return outcomes.get(0);
    }
}
