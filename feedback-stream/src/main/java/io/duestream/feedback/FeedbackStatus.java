package io.duestream.feedback;

import java.util.Map;
import java.util.Optional;

/**
 * How a feedback-stream does. The counts begin with its start and include what was committed alone.
 *
 * @param state what it does
 * @param problem why it is retrying or has ended by itself, for a person
 * @param outcomes outcomes written
 * @param deadLetters records put aside: unreadable audit records and undeliverable outcomes
 * @param transactions transactions committed
 * @param failures transactions and connections that were given up and tried again
 * @param parked partitions of the audit topic that wait, with the reason, for a person
 * @param refused client groups whose outcomes are put aside for the time being, with the reason, for a person
 */
public record FeedbackStatus(
        State state,
        Optional<String> problem,
        long outcomes,
        long deadLetters,
        long transactions,
        long failures,
        Map<Integer, String> parked,
        Map<String, String> refused) {
    /** Copies the maps. */
    public FeedbackStatus {
        parked = Map.copyOf(parked);
        refused = Map.copyOf(refused);
    }

    /** What a feedback-stream does. */
    public enum State {
        /** Connects to the brokers for the first time. */
        STARTING,
        /** Reads and writes, or waits for something to read. */
        RUNNING,
        /** Something failed; it is tried again for ever. */
        RETRYING,
        /** Closed. */
        CLOSED,
        /** Ended by itself: the process is not fit to go on, and the problem says why. */
        FAILED
    }
}
