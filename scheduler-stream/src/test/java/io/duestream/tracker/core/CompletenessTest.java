package io.duestream.tracker.core;

import static io.duestream.tracker.core.Scenario.aJob;
import static io.duestream.tracker.core.Scenario.everyMinute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.entry;

import io.duestream.job.JobId;
import io.duestream.job.Phase;
import io.duestream.job.Result;
import io.duestream.job.Token;
import io.duestream.record.JobFeedback;
import io.duestream.record.command.AdmissionUsed;
import io.duestream.record.command.AdmitRequest;
import io.duestream.record.command.Admitted;
import io.duestream.record.command.CancelJob;
import io.duestream.record.command.ChangeGroup;
import io.duestream.record.command.Command;
import io.duestream.record.command.CommandsMarker;
import io.duestream.record.command.DescribeGroups;
import io.duestream.record.command.OpenAttemptsReported;
import io.duestream.record.command.PauseJob;
import io.duestream.record.command.Released;
import io.duestream.record.command.RescheduleJob;
import io.duestream.record.command.ResumeJob;
import io.duestream.record.command.SubmitJob;
import io.duestream.record.command.TrackerNotice;
import io.duestream.record.command.TriggerJob;
import io.duestream.record.command.UpdateJob;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.JobEvent;
import io.duestream.record.report.AttemptDoubted;
import io.duestream.record.report.DoubtReason;
import io.duestream.record.report.FeedbackMarker;
import io.duestream.record.report.Finished;
import io.duestream.record.report.NotStarted;
import io.duestream.record.report.Report;
import io.duestream.record.report.Started;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Nothing that the contract can say is without a rule. */
class CompletenessTest {
    private static final Instant NOW = Instant.parse("2027-01-01T00:01:00Z");

    @Test
    void every_event_has_its_place_in_the_fold() {
        Optional<Job> job = Optional.of(Scenario.of(aJob()).run().job());
        for (JobEvent event : Samples.ofPermitted(JobEvent.class)) {
            assertThat(JobFold.apply(job, event).isPresent())
                    .as(event.getClass().getSimpleName())
                    .isEqualTo(!(event instanceof JobEnded));
        }
    }

    @Test
    void every_command_is_of_a_kind_that_was_chosen_for_it() {
        Map<Class<?>, InputKind> kinds = new LinkedHashMap<>();
        Samples.ofPermitted(Command.class)
                .forEach(command -> kinds.put(command.getClass(), InputKind.of(received(command))));

        assertThat(kinds)
                .containsOnly(
                        entry(SubmitJob.class, InputKind.SUBMIT),
                        entry(UpdateJob.class, InputKind.UPDATE),
                        entry(RescheduleJob.class, InputKind.RESCHEDULE),
                        entry(CancelJob.class, InputKind.CANCEL),
                        entry(PauseJob.class, InputKind.PAUSE),
                        entry(ResumeJob.class, InputKind.RESUME),
                        entry(TriggerJob.class, InputKind.TRIGGER),
                        entry(AdmitRequest.class, InputKind.OTHER),
                        entry(Admitted.class, InputKind.OTHER),
                        entry(Released.class, InputKind.OTHER),
                        entry(OpenAttemptsReported.class, InputKind.OTHER),
                        entry(TrackerNotice.class, InputKind.OTHER),
                        entry(CommandsMarker.class, InputKind.OTHER),
                        entry(AdmissionUsed.class, InputKind.OTHER),
                        entry(ChangeGroup.class, InputKind.OTHER),
                        entry(DescribeGroups.class, InputKind.OTHER));
        assertThat(InputKind.of(received(new CancelJob(true, "")))).isEqualTo(InputKind.CANCEL_RUNNING);
    }

    @Test
    void every_report_is_of_a_kind_that_was_chosen_for_it() {
        Map<Class<?>, InputKind> kinds = new LinkedHashMap<>();
        Samples.ofPermitted(Report.class)
                .forEach(report -> kinds.put(report.getClass(), InputKind.of(received(report))));

        assertThat(kinds)
                .containsOnly(
                        entry(Started.class, InputKind.STARTED),
                        entry(Finished.class, InputKind.FINISHED),
                        entry(NotStarted.class, InputKind.NOT_STARTED),
                        entry(AttemptDoubted.class, InputKind.DOUBTED),
                        entry(FeedbackMarker.class, InputKind.OTHER));
    }

    @Test
    void every_input_in_every_phase_gets_a_decision() {
        JobLifecycle rules = new JobLifecycle(CoreSettings.DEFAULT);
        Map<Phase, Optional<Job>> jobs = jobs();
        for (Phase phase : Phase.values()) {
            for (Input input : inputs()) {
                assertThatCode(() -> rules.decide(Scenario.KEY, jobs.get(phase), input, NOW))
                        .as("%s in phase %s", input, phase)
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void every_kind_of_input_has_a_reaction_in_every_phase() {
        for (Phase phase : Phase.values()) {
            for (InputKind kind : InputKind.values()) {
                assertThat(LifeCycle.reaction(phase, kind))
                        .as("%s in phase %s", kind, phase)
                        .isNotNull();
            }
        }
        assertThat(inputs()).extracting(InputKind::of).contains(InputKind.values());
    }

    /** A job in each phase; none where none lives. */
    private static Map<Phase, Optional<Job>> jobs() {
        Map<Phase, Optional<Job>> jobs = new LinkedHashMap<>();
        jobs.put(Phase.NONE, Optional.empty());
        jobs.put(Phase.ENDED, Optional.empty());
        put(jobs, Phase.SCHEDULED, Scenario.of(everyMinute()));
        put(jobs, Phase.WAITING, Scenario.of(aJob()));
        put(jobs, Phase.QUEUED, Scenario.of(aJob()).admit());
        put(jobs, Phase.RUNNING, Scenario.of(aJob()).run());
        put(jobs, Phase.BACKING_OFF, Scenario.of(aJob()).run().finished(1, Result.LATER));
        put(jobs, Phase.PAUSED, Scenario.of(aJob()).pause());
        put(jobs, Phase.CANCELLING, Scenario.of(aJob()).run().cancel());
        return jobs;
    }

    private static void put(Map<Phase, Optional<Job>> jobs, Phase phase, Scenario job) {
        jobs.put(phase, Optional.of(job.phase(phase).job()));
    }

    private static List<Input> inputs() {
        List<Input> inputs = new ArrayList<>();
        Samples.ofPermitted(Command.class).forEach(command -> inputs.add(received(command)));
        inputs.add(received(new CancelJob(true, "")));
        Samples.ofPermitted(Report.class).forEach(report -> inputs.add(received(report)));
        inputs.add(new Input.Due());
        inputs.add(new Input.Admitted(1, 0, 0));
        inputs.add(new Input.Suspected(1, 0, new Token(0, 1), DoubtReason.UNSEEN));
        List<Class<?>> types = new ArrayList<>();
        inputs.forEach(input -> types.add(input.getClass()));
        assertThat(types).containsAll(List.of(Input.class.getPermittedSubclasses()));
        return inputs;
    }

    private static Input received(Command command) {
        return new Input.CommandReceived(command, new JobId(0, 7), false);
    }

    private static Input received(Report report) {
        return new Input.FeedbackReceived(new JobFeedback(
                "mail",
                "nightly",
                Optional.of(new JobId(0, 0)),
                1,
                0,
                Optional.of(new Token(0, 1)),
                1,
                Scenario.NODE,
                Optional.empty(),
                report));
    }
}
