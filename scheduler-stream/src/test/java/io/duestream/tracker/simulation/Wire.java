package io.duestream.tracker.simulation;

import io.duestream.record.JobFeedback;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reports on their way: delayed, reordered between attempts, in order for each lease, some of them twice. */
final class Wire {
    /**
     * A report and what it acknowledges.
     *
     * @param feedback the report
     * @param from the sender
     * @param partition dispatch partition of the attempt
     * @param offset its offset there
     */
    record Message(JobFeedback feedback, Node from, int partition, long offset) {
        boolean sameLease(Message other) {
            return from == other.from
                    && feedback.key().equals(other.feedback.key())
                    && feedback.token().equals(other.feedback.token())
                    && feedback.generation() == other.feedback.generation();
        }
    }

    private final List<Message> messages = new ArrayList<>();

    void send(Message message) {
        messages.add(message);
    }

    /** The next report that arrives: any, but the first of its lease. */
    Optional<Message> arrive(Chance chance, boolean calm) {
        if (messages.isEmpty()) {
            return Optional.empty();
        }
        Message any = messages.get(chance.below(messages.size()));
        if (any.from().life == Node.Life.STOPPED) {
            return Optional.empty();
        }
        int index = 0;
        while (!messages.get(index).sameLease(any)) {
            index++;
        }
        Message first = messages.remove(index);
        if (!calm && chance.oneIn(25)) {
            // A producer that timed out sends again, and the first sending arrives after all.
            messages.add(first);
        }
        return Optional.of(first);
    }

    /** A node died: some of its reports are lost, others still arrive. */
    void died(Node node, Chance chance) {
        messages.removeIf(message -> message.from() == node && chance.oneIn(2));
    }
}
