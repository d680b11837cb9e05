package io.duestream.client;

import io.duestream.codec.RecordCodec;
import io.duestream.job.Position;
import io.duestream.record.AuditRecord;
import io.duestream.record.InputTopic;
import io.duestream.record.RecordInput;
import io.duestream.record.event.RecordForwarded;
import io.duestream.topic.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears from the audit topic what the tracker said to commands. Open it before they are sent, then ask with the positions
 * of their receipts:
 *
 * <pre>{@code
 * try (TrackerAnswers answers = TrackerAnswers.open(connection)) {
 *     Receipt receipt = client.submit(job);
 *     Answer answer = answers.await(receipt.position(), Duration.ofSeconds(10));
 * }
 * }</pre>
 *
 * <p>Audit is read only while somebody asks; until then the topic keeps the answers. Answers to others' commands that are
 * read on the way are kept too, as they may be asked for next, but only the last 100,000. For one thread.
 */
public final class TrackerAnswers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrackerAnswers.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration OPEN = Duration.ofSeconds(30);
    private static final int KEPT = 100_000;

    private final RecordCodec<AuditRecord> codec = RecordCodec.of(AuditRecord.class);
    private final TopicTail audit;
    private final List<Long> sentFrom;
    private final int kept;
    private final Map<Position, Answer> unasked = new LinkedHashMap<>();
    private long forgotten;

    private TrackerAnswers(TopicTail audit, List<Long> sentFrom, int kept) {
        this.audit = audit;
        this.sentFrom = sentFrom;
        this.kept = kept;
    }

    /**
     * Notes where the audit topic ends now: answers to commands sent from here on can be asked for.
     *
     * @throws org.apache.kafka.common.KafkaException if the cluster does not answer within 30 s, or does not let this
     *     client read
     */
    public static TrackerAnswers open(KafkaConnection connection) {
        Topics topics = connection.topics();
        TopicTail tail = new TopicTail(
                new KafkaConsumer<>(ClientProperties.tail(connection)),
                topics.audit().name());
        try {
            return open(tail, topics.commands().name(), KEPT);
        } catch (RuntimeException e) {
            tail.close();
            throw e;
        }
    }

    static TrackerAnswers open(TopicTail audit, String commands, int kept) {
        audit.startAtEnd(OPEN);
        // A tracker that lags answers many older commands first; nobody here asks for those.
        return new TrackerAnswers(audit, audit.ends(commands, OPEN), kept);
    }

    /**
     * What the tracker said to a command.
     *
     * @param command where it stands, from its {@link Receipt}
     * @throws TimeoutException if it said nothing in time; the command stays in the log and will be answered
     * @throws InterruptedException if interrupted while waiting
     */
    public Answer await(Position command, Duration timeout) throws TimeoutException, InterruptedException {
        Answer answer = awaitAll(List.of(command), timeout).get(command);
        if (answer == null) {
            throw new TimeoutException("no tracker answered command " + command.partition() + "-" + command.offset()
                    + " within " + timeout.toMillis() + " ms; it is in the log and will be answered: see whether a"
                    + " tracker of this cluster runs"
                    + (forgotten == 0 ? "" : " (" + forgotten + " answers to other commands were let go)"));
        }
        return answer;
    }

    /**
     * What the tracker said to several commands, as far as it did in time.
     *
     * @param commands where they stand, from their {@link Receipt}s
     * @return the answers that came; commands that got none are absent
     * @throws InterruptedException if interrupted while waiting
     */
    public Map<Position, Answer> awaitAll(Collection<Position> commands, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        Map<Position, Answer> found = new HashMap<>();
        Set<Position> open = new HashSet<>(commands);
        open.removeIf(each -> {
            Answer known = unasked.remove(each);
            if (known != null) {
                found.put(each, known);
            }
            return known != null;
        });
        long left = deadline - System.nanoTime();
        while (!open.isEmpty() && left > 0) {
            Duration wait = Duration.ofNanos(Math.min(left, POLL.toNanos()));
            for (ConsumerRecord<byte[], byte[]> record : audit.poll(wait)) {
                read(record, open, found);
            }
            left = deadline - System.nanoTime();
        }
        return found;
    }

    private void read(ConsumerRecord<byte[], byte[]> record, Set<Position> open, Map<Position, Answer> found) {
        Optional<Position> command;
        Answer answer;
        try {
            AuditRecord decision = codec.decode(record.value());
            command = answered(decision);
            answer = Answer.of(decision);
        } catch (RuntimeException e) {
            // Whatever is wrong with it: thrown on, it would take the other answers of the batch with it.
            LOG.warn(
                    "cannot read decision {}-{}@{}; if it answers a command, that one seems unanswered: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.toString());
            return;
        }
        command.ifPresent(each -> {
            if (open.remove(each)) {
                found.put(each, answer);
            } else {
                keep(each, answer);
            }
        });
    }

    /** The command that a decision answers, where its sender put it. */
    private Optional<Position> answered(AuditRecord decision) {
        if (!(decision.input() instanceof RecordInput input)
                || input.topic() != InputTopic.COMMANDS
                || decision.events().stream().anyMatch(RecordForwarded.class::isInstance)) {
            return Optional.empty();
        }
        Position command = decision.forwardedFrom().orElseGet(() -> new Position(input.partition(), input.offset()));
        boolean older = command.partition() < sentFrom.size() && command.offset() < sentFrom.get(command.partition());
        return older ? Optional.empty() : Optional.of(command);
    }

    private void keep(Position command, Answer answer) {
        unasked.put(command, answer);
        if (unasked.size() > kept) {
            unasked.remove(unasked.keySet().iterator().next());
            forgotten++;
        }
    }

    /** Lets go of the connection. */
    @Override
    public void close() {
        audit.close();
    }
}
