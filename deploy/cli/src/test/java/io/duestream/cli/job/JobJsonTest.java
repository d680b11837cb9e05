package io.duestream.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.duestream.cli.history.JobHistories;
import io.duestream.cli.history.JobHistory;
import io.duestream.job.Encoded;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobId;
import io.duestream.job.Phase;
import io.duestream.record.AuditRecord;
import io.duestream.record.TimerInput;
import io.duestream.record.event.FireEnd;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.FireKind;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.JobRejected;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobJsonTest {
    private static final Instant T0 = Instant.parse("2027-03-14T06:30:00Z");
    private static final JobId ID = new JobId(0, 5);

    @Test
    void a_list_counts_in_the_style_of_the_record_contract() {
        JsonNode list = list();

        assertThat(list.get("completeSince").asText()).isEqualTo("2027-03-14T06:30:00Z");
        assertThat(list.get("jobs").asInt()).isEqualTo(1);
        assertThat(list.at("/jobsByPhase/ENDED").asInt()).isEqualTo(1);
        assertThat(list.get("fires").asInt()).isEqualTo(2);
        assertThat(list.at("/firesByEnd/SUCCEEDED").asInt()).isEqualTo(1);
        assertThat(list.get("firesOpen").asInt()).isEqualTo(1);
        assertThat(list.get("firesWithMoreThanOneTerminalEvent").asInt()).isZero();
        assertThat(list.get("runsRepeated").asInt()).isZero();
        assertThat(list.get("submissionsRejected").asInt()).isEqualTo(1);
        assertThat(list.at("/jobList/0/jobId").asText()).isEqualTo("0-5");
    }

    @Test
    void one_style_names_every_field() {
        List<String> names = new ArrayList<>();
        collect(list(), names);
        SubmitProgress progress = new SubmitProgress(new PrintWriter(new StringWriter()), false, true);
        collect(progress.node(), names);

        assertThat(names)
                .contains("sentBefore", "notAccepted", "duplicatesIgnored")
                .allMatch(name -> name.matches("[a-z]+([A-Z][a-z]+)*|[A-Z]+"), "camelCase, or the name of a constant");
    }

    private static void collect(JsonNode node, List<String> names) {
        node.fieldNames().forEachRemaining(names::add);
        node.forEach(each -> collect(each, names));
    }

    private static JsonNode list() {
        JobHistories histories = new JobHistories(0, false);
        histories.apply(decision(
                Phase.ENDED,
                new JobAccepted(
                        ID,
                        Encoded.of(JobDefinition.builder().build()),
                        T0,
                        T0,
                        Optional.of(T0),
                        false,
                        Optional.empty(),
                        Optional.empty()),
                opened(1),
                opened(2),
                new FireEnded(1, FireEnd.SUCCEEDED, "", T0, T0, 1, 0, "")));
        histories.apply(decision(Phase.ENDED, new JobRejected(List.of("too large"))));
        List<JobHistory> jobs = List.copyOf(histories.jobs());
        JobCounts counts = new JobCounts();
        jobs.forEach(counts::add);
        return JobJson.list(histories, counts, jobs);
    }

    private static JobEvent opened(long fire) {
        return new FireOpened(
                fire, FireKind.SCHEDULED, T0, T0, false, false, 1, 100, 1, Optional.empty(), Optional.empty());
    }

    private static AuditRecord decision(Phase phase, JobEvent... events) {
        return new AuditRecord(
                "mail",
                "1",
                Optional.of(ID),
                Optional.of(1L),
                new TimerInput(),
                Optional.empty(),
                T0,
                "tracker-1",
                "1",
                "2025a",
                1,
                List.of(events),
                phase,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty());
    }
}
