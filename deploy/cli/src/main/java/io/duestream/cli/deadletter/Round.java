package io.duestream.cli.deadletter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.output.CommandFailedException;
import io.duestream.cli.output.JsonOutput;
import io.duestream.cli.output.LiveLines;
import io.duestream.job.Position;
import io.duestream.topic.DeadLetter;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/** Deals with letters one after the other, some hundred to a transaction, and tells of each what became of it. */
final class Round {
    private static final int LETTERS = 200;
    private static final long BYTES = 8L * 1024 * 1024;
    private static final int LISTED = 100;

    private final LetterTopic topic;
    private final LetterSender sender;
    private final PrintWriter err;
    private final boolean terminal = LiveLines.possible();
    private final ArrayNode results = JsonOutput.object().putArray("letters");
    private final List<String> refusals = new ArrayList<>();
    private final List<ObjectNode> open = new ArrayList<>();
    private final List<String> openLines = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private long bytes;
    private int done;
    private int refused;

    Round(LetterTopic topic, LetterSender sender, PrintWriter err) {
        this.topic = topic;
        this.sender = sender;
        this.err = err;
    }

    /** What is done about a letter. */
    @FunctionalInterface
    interface Dealing {
        /**
         * Does it, in the transaction that is open.
         *
         * @return what it was, in words
         * @throws RefusedException if it is not to be done
         */
        String deal(DeadLetter letter) throws RefusedException;
    }

    /** A letter is left alone; the message says why. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /** @throws CommandFailedException if it ended before the last letter; what was committed is told */
    void deal(List<Position> letters, Dealing dealing) {
        try {
            topic.readThese(letters, letter -> deal(letter, dealing, letters.size()));
            commit();
        } catch (ProducerFencedException | InvalidProducerEpochException e) {
            throw new CommandFailedException(
                    "another operator has begun to retry or dismiss dead letters of this cluster; " + done
                            + " were done before, the others were left alone. See 'dead-letter list --open' and go on",
                    e);
        } catch (KafkaException e) {
            throw new CommandFailedException(
                    "it ended after " + done + " letters: " + e.getMessage() + ". Whether the next " + open.size()
                            + " were done is told by 'dead-letter list': each was sent and marked, or neither",
                    e);
        }
    }

    private void deal(DeadLetter letter, Dealing dealing, int all) {
        String number = LetterNumber.of(letter.position());
        ObjectNode node = JsonOutput.object().put("letter", number);
        try {
            String words = dealing.deal(letter);
            open.add(node.put("done", true).put("result", words));
            openLines.add(number + "  " + words);
            bytes += LetterJson.length(letter.content().value());
        } catch (RefusedException e) {
            refused++;
            results.add(node.put("done", false).put("result", e.getMessage()));
            refusals.add(number + "  left alone: " + e.getMessage());
        }
        if (open.size() >= LETTERS || bytes >= BYTES) {
            commit();
            if (terminal) {
                err.println(done + " of " + all + " done");
                err.flush();
            }
        }
    }

    private void commit() {
        if (!open.isEmpty()) {
            sender.commit();
            done += open.size();
            results.addAll(open);
            lines.addAll(openLines);
            open.clear();
            openLines.clear();
            bytes = 0;
        }
    }

    /** Whether no letter was left alone. */
    boolean good() {
        return refused == 0;
    }

    void print(PrintWriter out, boolean json) {
        if (json) {
            ObjectNode root = JsonOutput.object();
            root.set("letters", results);
            JsonOutput.print(out, root.put("done", done).put("leftAlone", refused));
            return;
        }
        print(out, lines);
        print(out, refusals);
        out.println(done + " done, " + refused + " left alone");
        out.flush();
    }

    private static void print(PrintWriter out, List<String> lines) {
        lines.stream().limit(LISTED).forEach(out::println);
        if (lines.size() > LISTED) {
            out.println("… and " + (lines.size() - LISTED) + " more; --json has them all");
        }
    }
}
