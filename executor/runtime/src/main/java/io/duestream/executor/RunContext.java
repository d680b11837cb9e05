package io.duestream.executor;

import io.duestream.executor.delivery.Delivery;
import io.duestream.job.Bytes;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.job.Lineage;
import io.duestream.job.Token;
import io.duestream.record.JobDispatch;
import io.duestream.record.event.FireKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What a runner sees of a delivery. */
final class RunContext implements JobContext {
    private final JobDispatch dispatch;
    private final int generation;
    private final BooleanSupplier leaseLost;
    private final BooleanSupplier interrupted;
    private final BusinessLog log;

    RunContext(Delivery delivery, BooleanSupplier leaseLost, BooleanSupplier interrupted, BusinessLog log) {
        this.dispatch = delivery.dispatch();
        this.generation = delivery.generation();
        this.leaseLost = leaseLost;
        this.interrupted = interrupted;
        this.log = log;
    }

    @Override
    public JobKey key() {
        return dispatch.key();
    }

    @Override
    public JobId jobId() {
        return dispatch.jobId();
    }

    @Override
    public long fire() {
        return dispatch.fire();
    }

    @Override
    public Instant dueAt() {
        return dispatch.dueAt();
    }

    @Override
    public FireKind kind() {
        return dispatch.kind();
    }

    @Override
    public int shard() {
        return dispatch.shard();
    }

    @Override
    public int shards() {
        return dispatch.shards();
    }

    @Override
    public String shardParameter() {
        return dispatch.shardParameter();
    }

    @Override
    public int attempt() {
        return dispatch.attempt();
    }

    @Override
    public int retry() {
        return dispatch.retry();
    }

    @Override
    public Token token() {
        return dispatch.token();
    }

    @Override
    public int generation() {
        return generation;
    }

    @Override
    public String type() {
        return dispatch.type();
    }

    @Override
    public Map<String, String> parameters() {
        return dispatch.parameters();
    }

    @Override
    public Bytes payload() {
        return dispatch.payload();
    }

    @Override
    public Map<String, String> labels() {
        return dispatch.labels();
    }

    @Override
    public int priority() {
        return dispatch.priority();
    }

    @Override
    public Optional<Duration> runTimeout() {
        return dispatch.runTimeout();
    }

    @Override
    public boolean possibleDuplicate() {
        return dispatch.possibleDuplicate();
    }

    @Override
    public Optional<Lineage> lineage() {
        return dispatch.lineage();
    }

    @Override
    public boolean leaseLost() {
        return leaseLost.getAsBoolean();
    }

    @Override
    public boolean interrupted() {
        return interrupted.getAsBoolean();
    }

    @Override
    public BusinessLog log() {
        return log;
    }

    @Override
    public String toString() {
        return dispatch.key() + " fire " + dispatch.fire() + " shard " + dispatch.shard() + " attempt "
                + dispatch.attempt();
    }
}
