package io.duestream.cli.deadletter;

import io.duestream.codec.MalformedRecordException;
import io.duestream.codec.RecordCodec;
import io.duestream.codec.UnknownSchemaException;
import io.duestream.job.JobKey;
import io.duestream.record.AuditRecord;
import io.duestream.record.JobCommand;
import io.duestream.record.JobDispatch;
import io.duestream.record.JobFeedback;
import io.duestream.record.JobOutcome;
import io.duestream.topic.DeadLetter;
import io.duestream.topic.Topics;
import java.util.Optional;

/** Reads what stands in letters, as the role would that is to read it. */
final class LetterContent {
    private final Topics topics;
    private final RecordCodec<JobCommand> commands = RecordCodec.lenient(JobCommand.class);
    private final RecordCodec<JobFeedback> feedbacks = RecordCodec.lenient(JobFeedback.class);
    private final RecordCodec<JobDispatch> dispatches = RecordCodec.of(JobDispatch.class);
    private final RecordCodec<JobOutcome> outcomes = RecordCodec.of(JobOutcome.class);
    private final RecordCodec<AuditRecord> audits = RecordCodec.of(AuditRecord.class);

    LetterContent(Topics topics) {
        this.topics = topics;
    }

    /**
     * What a letter holds.
     *
     * @param record the record, if it can be read
     * @param problem why its topic's reader would put it aside again; empty if nothing is known against it
     */
    record Read(Optional<Record> record, Optional<String> problem) {
        private static Read good(Record record) {
            return new Read(Optional.of(record), Optional.empty());
        }

        private static Read bad(Optional<Record> record, String problem) {
            return new Read(record, Optional.of(problem));
        }
    }

    Read read(DeadLetter letter) {
        String home = letter.home();
        byte[] value = letter.content().value();
        try {
            if (home.equals(topics.commands().name())) {
                return Read.good(commands.decode(value));
            } else if (home.equals(topics.feedback().name())) {
                return feedback(feedbacks.decode(value));
            } else if (topics.groupOf(home).isPresent()) {
                return dispatch(dispatches.decode(value), topics.groupOf(home).get());
            } else if (topics.clientGroupOf(home).isPresent()) {
                return Read.good(outcomes.decode(value));
            } else if (home.equals(topics.audit().name())) {
                return Read.good(audits.knows(value) ? audits.decode(value) : outcomes.decode(value));
            }
            return Read.bad(Optional.empty(), "it is not known what " + home + " holds");
        } catch (MalformedRecordException | UnknownSchemaException e) {
            return Read.bad(Optional.empty(), e.getMessage());
        }
    }

    private static Read feedback(JobFeedback feedback) {
        boolean nameless = feedback.jobId().isEmpty() || feedback.token().isEmpty();
        return nameless && !feedback.key().internal()
                ? Read.bad(Optional.of(feedback), "the report lacks the job id or the token of its dispatch record")
                : Read.good(feedback);
    }

    private static Read dispatch(JobDispatch dispatch, String group) {
        return dispatch.group().equals(group)
                ? Read.good(dispatch)
                : Read.bad(
                        Optional.of(dispatch),
                        "the attempt is for node group '" + dispatch.group() + "' and stands in the dispatch topic of '"
                                + group + "'");
    }

    /** The job that a record is about. */
    static Optional<JobKey> key(Record record) {
        if (record instanceof JobCommand command) {
            return Optional.of(command.key());
        } else if (record instanceof JobFeedback feedback) {
            return Optional.of(feedback.key());
        }
        return record instanceof JobOutcome outcome ? Optional.of(outcome.key()) : Optional.empty();
    }

    /** A record in a few words; empty for what is none of those that can become letters. */
    static Optional<String> words(Record record) {
        if (record instanceof JobCommand command) {
            return Optional.of(name(command.body()) + " " + command.key());
        } else if (record instanceof JobFeedback feedback) {
            return Optional.of(name(feedback.body()) + " " + feedback.key() + " fire " + feedback.fire());
        } else if (record instanceof JobDispatch dispatch) {
            return Optional.of("attempt " + dispatch.attempt() + " of " + dispatch.key() + " fire " + dispatch.fire());
        } else if (record instanceof JobOutcome outcome) {
            return Optional.of("outcome of " + outcome.key() + " for " + outcome.clientGroup());
        } else if (record instanceof AuditRecord audit) {
            return Optional.of("decision " + audit.sequence() + " about " + audit.key());
        }
        return Optional.empty();
    }

    private static String name(Object body) {
        return body.getClass().getSimpleName();
    }
}
