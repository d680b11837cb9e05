package io.duestream.client;

import io.duestream.client.SubmissionFailedException.Fate;
import io.duestream.client.SubmissionRefusedException.Reason;
import io.duestream.client.sender.SendFailure;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;

/** What an error of Kafka's means for the command that was sent. */
final class SendErrors {
    private final String topic;

    SendErrors(String topic) {
        this.topic = topic;
    }

    /**
     * The exception to tell.
     *
     * @param handedOver whether the producer had taken the record, so that a broker may have it
     */
    SubmissionException tell(Attempted attempted, Throwable error, boolean handedOver) {
        if (SendFailure.isTooLarge(error)) {
            return refused(
                    attempted,
                    Reason.TOO_LARGE,
                    "the record is too large for topic " + topic
                            + "; make the payload smaller, or raise max.message.bytes of the topic",
                    error);
        }
        if (error instanceof AuthenticationException) {
            return refused(
                    attempted, Reason.NOT_AUTHORISED, "the broker does not accept this client's credentials", error);
        }
        if (error instanceof AuthorizationException) {
            return refused(
                    attempted,
                    Reason.NOT_AUTHORISED,
                    "this client may not write to topic " + topic + "; grant it WRITE and DESCRIBE there",
                    error);
        }
        if (SendFailure.isTopicMissing(error)) {
            return refused(
                    attempted,
                    Reason.TOPIC_MISSING,
                    "the cluster has no topic " + topic
                            + "; run 'duestream topic create', start a tracker, or correct the cluster's name",
                    error);
        }
        if (SendFailure.isNotTaken(error)) {
            return refused(attempted, Reason.NOT_TAKEN, "the broker does not take such a record", error);
        }
        return handedOver ? unknown(attempted, error) : notSent(attempted, error);
    }

    private static SubmissionException refused(Attempted attempted, Reason reason, String message, Throwable error) {
        return new SubmissionRefusedException(attempted, reason, message + " (" + text(error) + ")", error);
    }

    private static SubmissionException notSent(Attempted attempted, Throwable error) {
        return new SubmissionFailedException(
                attempted,
                Fate.NOT_SENT,
                text(error) + "; see whether the brokers can be reached, then send it again",
                error);
    }

    static SubmissionException unknown(Attempted attempted, Throwable error) {
        String advice = attempted
                .submissionId()
                .map(id ->
                        "it may be in the log; submit it again with the submission id " + id + ", then it counts once")
                .orElse("it may be in the log; look at the job before you send it again");
        return new SubmissionFailedException(attempted, Fate.UNKNOWN, text(error) + "; " + advice, error);
    }

    private static String text(Throwable error) {
        if (error instanceof InterruptedException) {
            return "interrupted before the brokers answered";
        }
        return error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
    }
}
