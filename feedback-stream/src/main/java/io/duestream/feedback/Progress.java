package io.duestream.feedback;

import io.duestream.feedback.FeedbackStatus.State;
import java.util.Map;
import java.util.Optional;

/** The status, written by the loop and read by anybody. */
final class Progress {
    private volatile FeedbackStatus status =
            new FeedbackStatus(State.STARTING, Optional.empty(), 0, 0, 0, 0, Map.of(), Map.of());

    FeedbackStatus status() {
        return status;
    }

    synchronized void running() {
        if (status.state() != State.RUNNING) {
            state(State.RUNNING, Optional.empty(), status.failures());
        }
    }

    /** The brokers are away; nothing was given up for it. */
    synchronized void disconnected() {
        if (status.state() == State.RUNNING) {
            state(State.RETRYING, Optional.of("no broker can be reached"), status.failures());
        }
    }

    synchronized void failed(String problem) {
        state(State.RETRYING, Optional.of(problem), status.failures() + 1);
    }

    synchronized void closed() {
        state(State.CLOSED, status.problem(), status.failures());
    }

    synchronized void ended(String problem) {
        state(State.FAILED, Optional.of(problem), status.failures());
    }

    private void state(State state, Optional<String> problem, long failures) {
        status = new FeedbackStatus(
                state,
                problem,
                status.outcomes(),
                status.deadLetters(),
                status.transactions(),
                failures,
                status.parked(),
                status.refused());
    }

    synchronized void committed(long outcomes, long deadLetters) {
        status = new FeedbackStatus(
                State.RUNNING,
                Optional.empty(),
                status.outcomes() + outcomes,
                status.deadLetters() + deadLetters,
                status.transactions() + 1,
                status.failures(),
                status.parked(),
                status.refused());
    }

    synchronized void waiting(Map<Integer, String> parked, Map<String, String> refused) {
        if (!parked.equals(status.parked()) || !refused.equals(status.refused())) {
            status = new FeedbackStatus(
                    status.state(),
                    status.problem(),
                    status.outcomes(),
                    status.deadLetters(),
                    status.transactions(),
                    status.failures(),
                    parked,
                    refused);
        }
    }
}
