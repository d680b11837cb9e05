package io.duestream.specs.fault;

import io.duestream.codec.RecordCodec;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.job.Result;
import io.duestream.job.Token;
import io.duestream.record.JobCommand;
import io.duestream.record.JobFeedback;
import io.duestream.record.NodeControl;
import io.duestream.record.command.Admitted;
import io.duestream.record.command.PauseJob;
import io.duestream.record.control.DrainNode;
import io.duestream.record.report.Finished;
import io.duestream.topic.JobPartition;
import io.duestream.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Records that no writer of Duestream sends, for every topic. Each can be told what has to become of it; the same seed gives
 * the same ones.
 */
final class Garbage {
    private static final int OVERSIZED = 2 * 1024 * 1024;
    private static final int ONE_OVERSIZED_IN = 5_000;

    /** So that no random bytes look like the header of a record of a newer version, or of Confluent's. */
    private static final byte NO_HEADER = 'g';

    private final Topics topics;
    private final Random random;
    private final byte[] control = RecordCodec.of(NodeControl.class)
            .encode(new NodeControl("nobody", Instant.EPOCH, "garbage", new DrainNode(false)));
    private final byte[] command;
    private final byte[] report;
    private final Sent overBounds = overBounds();
    private final Map<Kind, Long> made = new EnumMap<>(Kind.class);

    /** What is wrong with a record. */
    enum Kind {
        RANDOM,
        NO_VALUE,
        TRUNCATED,
        WRONG_SCHEMA,
        UNKNOWN_SCHEMA,
        WRONG_KEY,
        TIMESTAMP_0,
        TIMESTAMP_MINUS_1,
        OVER_BOUNDS,
        OVERSIZED
    }

    /**
     * One of them.
     *
     * @param unreadable whether a consumer that puts records aside has to put it aside; otherwise it is answered like any
     *     other record, kept until it can be read, or passed over
     */
    record Piece(ProducerRecord<byte[], byte[]> record, boolean unreadable) {}

    /**
     * @param absent a job that is not there, for commands and reports that can be read
     */
    Garbage(Topics topics, JobKey absent, long seed) {
        this.topics = topics;
        this.random = new Random(seed);
        this.command = RecordCodec.of(JobCommand.class)
                .encode(new JobCommand(
                        absent.group(),
                        absent.taskId(),
                        Instant.EPOCH,
                        "garbage",
                        Optional.empty(),
                        new PauseJob("why not")));
        this.report = RecordCodec.of(JobFeedback.class)
                .encode(new JobFeedback(
                        absent.group(),
                        absent.taskId(),
                        Optional.of(new JobId(0, 0)),
                        1,
                        0,
                        Optional.of(new Token(0, 1)),
                        1,
                        "nobody",
                        Optional.empty(),
                        new Finished(Result.FAILED, "", "", Optional.empty(), Optional.empty())));
    }

    private record Sent(byte[] key, byte[] value) {}

    /** What a program writes that knows the schema and not the bounds: an admission for a group of 65 characters. */
    private static Sent overBounds() {
        byte[] sound = RecordCodec.of(JobCommand.class)
                .encode(new JobCommand(
                        "g",
                        "a",
                        Instant.EPOCH,
                        "garbage",
                        Optional.empty(),
                        new Admitted(new JobId(0, 0), 1, 0, 0, 1)));
        String group = "g".repeat(65);
        int header = 10;
        byte[] rest = Arrays.copyOfRange(sound, header + 2, sound.length);
        byte[] value = ByteBuffer.allocate(header + 2 + group.length() + rest.length)
                .put(sound, 0, header)
                .put((byte) 0x82)
                .put((byte) 0x01)
                .put(group.getBytes(StandardCharsets.US_ASCII))
                .put(rest)
                .array();
        return new Sent(JobPartition.keyBytes(new JobKey(group, "a")), value);
    }

    /** All topics of a cluster with one group and one client group. */
    List<String> topics(String group, String clientGroup) {
        return List.of(
                topics.commands().name(),
                topics.feedback().name(),
                topics.dispatch(group).name(),
                topics.audit().name(),
                topics.outcomes(clientGroup).name(),
                topics.control().name(),
                topics.metrics().name(),
                topics.logs().name(),
                topics.deadLetters().name());
    }

    /** Topics whose consumers put aside what they cannot read. */
    List<String> answered(String group, String clientGroup) {
        return topics(group, clientGroup).subList(0, 5);
    }

    /** The next one for a topic. */
    Piece next(String topic) {
        Kind kind = random.nextInt(ONE_OVERSIZED_IN) == 0
                ? Kind.OVERSIZED
                : Kind.values()[random.nextInt(Kind.values().length - 1)];
        return next(topic, kind);
    }

    /** One of a kind. */
    Piece next(String topic, Kind kind) {
        made.merge(kind, 1L, Long::sum);
        return switch (kind) {
            case RANDOM -> unreadable(topic, bytes(random.nextInt(200)));
            case NO_VALUE -> unreadable(topic, null);
            case TRUNCATED -> truncated(topic);
            case WRONG_SCHEMA -> unreadable(topic, topic.equals(topics.control().name()) ? command : control);
            case UNKNOWN_SCHEMA -> unknown(topic);
            case WRONG_KEY -> wrongKey(topic);
            case TIMESTAMP_0 -> new Piece(new ProducerRecord<>(topic, null, 0L, bytes(8), bytes(100)), true);
            case TIMESTAMP_MINUS_1 -> new Piece(new Timeless(topic, bytes(8), bytes(100)), true);
            case OVER_BOUNDS -> new Piece(new ProducerRecord<>(topic, overBounds.key(), overBounds.value()), true);
            case OVERSIZED -> unreadable(topic, bytes(OVERSIZED));
        };
    }

    private Piece unreadable(String topic, byte[] value) {
        return new Piece(new ProducerRecord<>(topic, random.nextBoolean() ? null : bytes(8), value), true);
    }

    private Piece truncated(String topic) {
        byte[] whole = valid(topic);
        return unreadable(topic, Arrays.copyOf(whole, whole.length - 1 - random.nextInt(whole.length / 2)));
    }

    /** One that can be read, with a key that is not its own, in whatever partition that leads to. */
    private Piece wrongKey(String topic) {
        boolean readable = topic.equals(topics.commands().name())
                || topic.equals(topics.feedback().name());
        return new Piece(new ProducerRecord<>(topic, bytes(8), readable ? valid(topic) : bytes(50)), !readable);
    }

    private byte[] valid(String topic) {
        return topic.equals(topics.commands().name()) ? command : report;
    }

    /**
     * As a newer node would write it. Where it holds up what is behind it in its partition, as it has to until the node is
     * upgraded, there is none: dispatch, audit and outcomes.
     */
    private Piece unknown(String topic) {
        byte[] value = control.clone();
        for (int i = 2; i < 10; i++) {
            value[i] ^= (byte) 0x5a;
        }
        boolean parks = topics.groupOf(topic).isPresent()
                || topics.clientGroupOf(topic).isPresent()
                || topic.equals(topics.audit().name());
        return new Piece(new ProducerRecord<>(topic, bytes(8), parks ? bytes(80) : value), parks);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        if (length > 0) {
            bytes[0] = NO_HEADER;
        }
        return bytes;
    }

    /** How many of each kind were made. */
    Map<Kind, Long> made() {
        return Map.copyOf(made);
    }

    /** Carries the time that says "none", which the producer's own records refuse. */
    private static final class Timeless extends ProducerRecord<byte[], byte[]> {
        Timeless(String topic, byte[] key, byte[] value) {
            super(topic, key, value);
        }

        @Override
        public Long timestamp() {
            return -1L;
        }
    }
}
