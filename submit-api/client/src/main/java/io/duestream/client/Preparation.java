package io.duestream.client;

import io.duestream.job.Encoded;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobKey;
import io.duestream.job.JobRules;
import io.duestream.job.Problem;
import io.duestream.job.Trigger;
import io.duestream.record.command.CancelJob;
import io.duestream.record.command.Command;
import io.duestream.record.command.PauseJob;
import io.duestream.record.command.RescheduleJob;
import io.duestream.record.command.ResumeJob;
import io.duestream.record.command.SubmitJob;
import io.duestream.record.command.TriggerJob;
import io.duestream.record.command.UpdateJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes commands of what the user asks for, completed with what the client knows, and tells all that is wrong. */
final class Preparation {
    private final Optional<String> clientGroup;
    private final Supplier<String> submissionIds;

    Preparation(Optional<String> clientGroup, Supplier<String> submissionIds) {
        this.clientGroup = clientGroup;
        this.submissionIds = submissionIds;
    }

    /** A command that may be sent, and how to name it when that fails. */
    record Prepared(Attempted attempted, Command command) {}

    /** @throws InvalidJobException if it breaks the rules */
    Prepared submit(Job job) {
        String id = job.submissionId().orElseGet(submissionIds);
        JobDefinition definition = complete(job.definition());
        List<Problem> problems = new ArrayList<>(JobRules.problems(job.key(), definition));
        problems.addAll(JobRules.submissionIdProblems(id));
        return checked(
                new Attempted("submit", job.key(), Optional.of(id)),
                problems,
                new SubmitJob(Optional.of(id), false, job.lineage(), Encoded.of(definition)));
    }

    /**
     * A submission whose end is told to this client's group.
     *
     * @throws InvalidJobException if it breaks the rules, or is told to another group
     */
    Prepared submitAwaited(Job job) {
        Optional<String> wanted = job.definition().clientGroup();
        if (clientGroup.isEmpty()) {
            throw new InvalidJobException(
                    new Attempted("submit", job.key(), job.submissionId()),
                    List.of(new Problem("clientGroup", "is missing; to await an outcome, build the client with one")));
        }
        if (wanted.isPresent() && !wanted.equals(clientGroup)) {
            throw new InvalidJobException(
                    new Attempted("submit", job.key(), job.submissionId()),
                    List.of(new Problem(
                            "clientGroup",
                            "is another than this client's, '" + clientGroup.get()
                                    + "', so the outcome would go elsewhere; leave it out to await it here")));
        }
        return submit(job.notifyOutcome(true));
    }

    Prepared update(JobKey key, JobDefinition definition) {
        JobDefinition completed = complete(definition);
        return checked(
                attempted("update", key), JobRules.problems(key, completed), new UpdateJob(Encoded.of(completed)));
    }

    Prepared reschedule(JobKey key, Trigger trigger) {
        Objects.requireNonNull(trigger, "trigger");
        JobDefinition probe = JobDefinition.builder().trigger(trigger).build();
        return checked(attempted("reschedule", key), JobRules.problems(key, probe), new RescheduleJob(trigger));
    }

    Prepared cancel(JobKey key, boolean running, String reason) {
        return checked(attempted("cancel", key), problems(key, reason), new CancelJob(running, reason));
    }

    Prepared pause(JobKey key, String reason) {
        return checked(attempted("pause", key), problems(key, reason), new PauseJob(reason));
    }

    Prepared resume(JobKey key, String reason) {
        return checked(attempted("resume", key), problems(key, reason), new ResumeJob(reason));
    }

    Prepared trigger(JobKey key, String reason) {
        return checked(attempted("trigger", key), problems(key, reason), new TriggerJob(reason));
    }

    /** Who submits is told, unless the job names somebody else. */
    private JobDefinition complete(JobDefinition definition) {
        return definition.clientGroup().isPresent() || clientGroup.isEmpty()
                ? definition
                : definition.toBuilder().clientGroup(clientGroup.get()).build();
    }

    private static List<Problem> problems(JobKey key, String reason) {
        List<Problem> problems = new ArrayList<>(JobRules.keyProblems(key));
        problems.addAll(JobRules.reasonProblems(Objects.requireNonNull(reason, "reason")));
        return problems;
    }

    private static Attempted attempted(String action, JobKey key) {
        return new Attempted(action, Objects.requireNonNull(key, "key"), Optional.empty());
    }

    private static Prepared checked(Attempted attempted, List<Problem> problems, Command command) {
        if (!problems.isEmpty()) {
            throw new InvalidJobException(attempted, problems);
        }
        return new Prepared(attempted, command);
    }
}
