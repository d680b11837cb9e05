package io.duestream.tracker.simulation;

import io.duestream.job.JobDefinition;
import io.duestream.record.JobFeedback;
import io.duestream.record.command.Command;
import io.duestream.record.command.RescheduleJob;
import io.duestream.record.command.SubmitJob;
import io.duestream.record.command.UpdateJob;
import io.duestream.record.event.DefinitionChanged;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobEvent;
import io.duestream.tracker.core.Input;
import io.duestream.tracker.core.Job;
import java.util.Optional;
import java.util.stream.Collectors;

/** A decision in one line. */
final class Line {
    private Line() {}

    static String of(Decided step) {
        String events = step.decision().events().stream().map(Line::event).collect(Collectors.joining(", "));
        return step.now() + " " + step.key() + " " + input(step.input()) + " -> "
                + (events.isEmpty() ? "nothing" : events) + " | " + job(step.jobAfter())
                + step.after().map(row -> " #" + row.sequence()).orElse("");
    }

    private static String job(Optional<Job> job) {
        return job.map(live -> live.id() + " " + live.phase() + " next="
                        + live.schedule().nextDue().map(Object::toString).orElse("-") + " wake="
                        + live.wakeAt().map(Object::toString).orElse("-"))
                .orElse("no job");
    }

    private static String input(Input input) {
        if (input instanceof Input.CommandReceived received) {
            return command(received.command()) + "@" + received.position().offset()
                    + (received.knownSubmission() ? " (known)" : "");
        } else if (input instanceof Input.FeedbackReceived received) {
            return feedback(received.feedback());
        }
        return shorter(input.toString());
    }

    private static String command(Command command) {
        if (command instanceof SubmitJob submit) {
            return "SubmitJob " + definition(submit.definition().value());
        } else if (command instanceof UpdateJob update) {
            return "UpdateJob " + definition(update.definition().value());
        } else if (command instanceof RescheduleJob reschedule) {
            return "RescheduleJob " + reschedule.trigger();
        }
        return command.toString();
    }

    private static String definition(JobDefinition job) {
        return shorter(job.trigger() + " " + job.firing() + " " + job.retry() + " " + job.limits() + " prio="
                + job.priority() + " shards=" + job.shards() + " " + job.onDuplicate());
    }

    private static String feedback(JobFeedback feedback) {
        return feedback.body().getClass().getSimpleName() + "(job "
                + feedback.jobId().map(Object::toString).orElse("-") + " fire " + feedback.fire() + "/"
                + feedback.shard() + " token "
                + feedback.token()
                        .map(token -> token.accepted() + "." + token.attempts())
                        .orElse("-")
                + " gen " + feedback.generation() + " " + feedback.node() + ")";
    }

    private static String event(JobEvent event) {
        if (event instanceof JobAccepted e) {
            return "JobAccepted(" + e.jobId() + " next=" + e.nextDue().orElse(null) + ")";
        } else if (event instanceof DefinitionChanged e) {
            return "DefinitionChanged(" + e.cause() + " v" + e.version() + " next="
                    + e.nextDue().orElse(null) + ")";
        }
        return shorter(event.toString());
    }

    /** Leaves out what is empty and what tells little. */
    static String shorter(String text) {
        return text.replace("Optional.empty", "-")
                .replaceAll("Optional\\[([^\\]]*)\\]", "$1")
                .replaceAll("(, |\\[)[a-zA-Z]+=(?=[,\\]])", "$1")
                .replaceAll(
                        ", (token|stackTrace|startedAt|finishedAt|endedAt|openedAt|dispatchedAt|message)=[^,\\]]*", "")
                .replaceAll("\\d{4}-\\d\\d-(\\d\\dT)", "$1")
                .replaceAll("(, )+", ", ");
    }
}
