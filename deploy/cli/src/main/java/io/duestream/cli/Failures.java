package io.duestream.cli;

import io.duestream.cli.output.CommandFailedException;
import io.duestream.client.SubmissionException;
import io.duestream.client.failstore.FailStoreException;
import io.duestream.embedded.EmbeddedClusterException;
import io.duestream.executor.ExecutorException;
import io.duestream.feedback.FeedbackEndedException;
import io.duestream.topic.TopicMismatchException;
import io.duestream.tracker.process.TrackerEndedException;
import io.duestream.tracker.process.TrackerStartException;
import java.io.PrintWriter;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Tells what went wrong in a line or two; the stack trace only to who asks for it. */
final class Failures implements IExecutionExceptionHandler {
    static final String VERBOSE = "--verbose";

    @Override
    public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) {
        PrintWriter err = line.getErr();
        err.println("duestream: " + message(failure));
        if (parsed.expandedArgs().contains(VERBOSE)) {
            failure.printStackTrace(err);
        } else if (unexpected(failure)) {
            err.println("(" + VERBOSE + " prints where it happened)");
        }
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String message(Exception failure) {
        Throwable kafka = kafka(failure);
        if (failure instanceof CommandFailedException || !unexpected(failure) && kafka == null) {
            return failure.getMessage();
        }
        if (kafka instanceof AuthenticationException || kafka instanceof AuthorizationException) {
            return "the brokers do not let this client do that: " + kafka.getMessage();
        }
        if (kafka instanceof RetriableException) {
            return "the brokers do not answer (" + kafka.getMessage()
                    + "); see whether they run, and whether --bootstrap names them";
        }
        if (kafka != null) {
            return deepest(kafka);
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    private static String deepest(Throwable failure) {
        StringBuilder message = new StringBuilder(String.valueOf(failure.getMessage()));
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            message.append(": ").append(cause.getMessage() == null ? cause.toString() : cause.getMessage());
        }
        return message.toString();
    }

    private static Throwable kafka(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof KafkaException && !(each instanceof ConfigException)) {
                return each;
            }
        }
        return null;
    }

    private static boolean unexpected(Exception failure) {
        return !(failure instanceof CommandFailedException
                || failure instanceof SubmissionException
                || failure instanceof EmbeddedClusterException
                || failure instanceof TrackerStartException
                || failure instanceof TrackerEndedException
                || failure instanceof FeedbackEndedException
                || failure instanceof ExecutorException
                || failure instanceof FailStoreException
                || failure instanceof TopicMismatchException
                || failure instanceof ConfigException
                || failure instanceof IllegalArgumentException);
    }
}
