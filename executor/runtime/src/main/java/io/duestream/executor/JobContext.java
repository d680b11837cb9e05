package io.duestream.executor;

import io.duestream.job.Bytes;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.job.Lineage;
import io.duestream.job.Token;
import io.duestream.record.event.FireKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What a runner knows of the attempt that it runs. Thread-safe. */
public interface JobContext {
    /** Node group and task id. */
    JobKey key();

    /** Names the job for ever, also when its key is used again. */
    JobId jobId();

    /** Number of the fire, from 1. */
    long fire();

    /** When the fire was due. */
    Instant dueAt();

    /** Whether its trigger or an operator made the fire. */
    FireKind kind();

    /** Which part of the fire this is, from 0. */
    int shard();

    /** How many parts the fire has; 1 where the job is not sharded. */
    int shards();

    /** The item parameter of the shard; empty if it has none. */
    String shardParameter();

    /** Which attempt of the shard this is, from 1; a lost node makes an attempt too. */
    int attempt();

    /** Retries of the shard so far: attempts after a {@code LATER}, an {@code EXCEPTION} or a timeout. */
    int retry();

    /**
     * The fencing token. It grows over the whole life of a job key: a store that remembers the highest token it has seen
     * and refuses lower ones cannot be overwritten by a run that was replaced.
     */
    Token token();

    /** The fencing token as 32 hex digits, whose text order is the token order. */
    default String tokenHex() {
        return token().toString();
    }

    /** Generation of the consumer group at delivery: tells deliveries of one attempt apart. */
    int generation();

    /** Type of the job; empty if it has none. */
    String type();

    /** Parameters of the job. */
    Map<String, String> parameters();

    /** One parameter of the job. */
    default Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters().get(name));
    }

    /** Payload of the job. */
    Bytes payload();

    /** The payload read as UTF-8. */
    default String payloadText() {
        return payload().asUtf8();
    }

    /** Labels of the job. */
    Map<String, String> labels();

    /** Priority of the job: 0 is highest. */
    int priority();

    /** How long the run may take before it is interrupted. */
    Optional<Duration> runTimeout();

    /** Whether the submission may have been sent twice: its sender could not tell. */
    boolean possibleDuplicate();

    /** The older job and fire that this one repeats. */
    Optional<Lineage> lineage();

    /**
     * Whether another attempt of this shard has taken over, or the run was interrupted by the tracker or an operator. The
     * result will then change nothing, so a long run may ask and stop.
     */
    boolean leaseLost();

    /**
     * Whether this run was told to stop. Unlike {@link Thread#isInterrupted()} it stays true when somebody has swallowed
     * the interruption.
     */
    boolean interrupted();

    /** The business log of this run. */
    BusinessLog log();
}
