package io.duestream.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.duestream.codec.RecordCodec;
import io.duestream.job.JobId;
import io.duestream.job.Result;
import io.duestream.job.Token;
import io.duestream.record.JobFeedback;
import io.duestream.record.report.Finished;
import io.duestream.record.report.NotStarted;
import io.duestream.record.report.Report;
import io.duestream.record.report.Started;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportReaderTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final ReportReader reader = new ReportReader();

    @Test
    void tells_a_start_from_an_end() {
        byte[] start = encoded(new Started(NOW));
        byte[] end = encoded(new Finished(Result.SUCCESS, "done", "", Optional.of(NOW), Optional.of(NOW)));

        assertThat(reader.ended(start)).isFalse();
        assertThat(reader.ended(end)).isTrue();
        assertThat(reader.ended(start)).isFalse();
    }

    @Test
    void refuses_what_a_tracker_would_have_to_decide() {
        assertThatIllegalStateException()
                .isThrownBy(() -> reader.ended(encoded(new NotStarted("no such runner"))))
                .withMessageContaining("no such runner")
                .withMessageContaining("knows starts and ends of runs only");
    }

    private static byte[] encoded(Report report) {
        return RecordCodec.of(JobFeedback.class)
                .encode(new JobFeedback(
                        JobNumbers.GROUP,
                        JobNumbers.taskId(JobNumbers.FIRST),
                        Optional.of(JobId.parse("0-1")),
                        1,
                        0,
                        Optional.of(new Token(1, 1)),
                        1,
                        "node",
                        Optional.empty(),
                        report));
    }
}
