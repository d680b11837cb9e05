package io.duestream.client;

import io.duestream.job.FirePolicy;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobDefinitionBuilder;
import io.duestream.job.JobKey;
import io.duestream.job.Lineage;
import io.duestream.job.MisfirePolicy;
import io.duestream.job.OnDuplicate;
import io.duestream.job.OverlapPolicy;
import io.duestream.job.RetryPolicy;
import io.duestream.job.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A job to submit. Immutable: each method answers a job that differs in one thing, so a half-described job may be kept
 * and used for many.
 *
 * <pre>{@code
 * Job.of("mail", "invoice-4711").type("invoice").parameter("customer", "12").at(due)
 * }</pre>
 *
 * <p>Nothing is judged here but null. {@link JobClient#submit} tells all problems at once.
 *
 * @param key names the one job that lives under it
 * @param definition what to run and when
 * @param submissionId recognises this submission when it is sent twice, up to 128 characters; the client makes one where
 *     none is given
 * @param lineage the job and fire that this one repeats
 */
public record Job(JobKey key, JobDefinition definition, Optional<String> submissionId, Optional<Lineage> lineage) {
    /** Refuses null. */
    public Job {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(definition, "definition");
        Objects.requireNonNull(submissionId, "submissionId");
        Objects.requireNonNull(lineage, "lineage");
    }

    /**
     * A job that runs once, at once, with every policy at its default.
     *
     * @param group the node group that runs it
     * @param taskId names it within the group
     * @throws IllegalArgumentException if the group contains a slash
     */
    public static Job of(String group, String taskId) {
        return of(new JobKey(group, taskId));
    }

    /** A job that runs once, at once, with every policy at its default. */
    public static Job of(JobKey key) {
        return of(key, JobDefinition.builder().build());
    }

    /** A job with a definition made elsewhere. */
    public static Job of(JobKey key, JobDefinition definition) {
        return new Job(key, definition, Optional.empty(), Optional.empty());
    }

    /** Which runner of the group it wants; default empty. */
    public Job type(String value) {
        return with(value, "type", definition -> definition.type(value));
    }

    /** A text for the runner, in UTF-8, at most 256 KiB. */
    public Job payload(String value) {
        return with(value, "payload", definition -> definition.payload(value));
    }

    /** Bytes for the runner, at most 256 KiB; copied. */
    public Job payload(byte[] value) {
        return with(value, "payload", definition -> definition.payload(value));
    }

    /** Adds a parameter for the runner. */
    public Job parameter(String name, String value) {
        Objects.requireNonNull(name, "parameter name");
        return with(value, "parameter " + name, definition -> definition.parameter(name, value));
    }

    /** Adds parameters for the runner. */
    public Job parameters(Map<String, String> values) {
        return with(values, "parameters", definition -> definition.parameters(values));
    }

    /** Adds a label to search by. */
    public Job label(String name, String value) {
        Objects.requireNonNull(name, "label name");
        return with(value, "label " + name, definition -> definition.label(name, value));
    }

    /** 0 is the highest; larger is lower; default 100. */
    public Job priority(int value) {
        return with(definition -> definition.priority(value));
    }

    /** Fires once at a time; a past one at once. For a delay: {@code at(Instant.now().plus(delay))}. */
    public Job at(Instant value) {
        return with(value, "at", definition -> definition.at(value));
    }

    /**
     * Fires by a cron expression.
     *
     * @param expression Quartz (6 or 7 fields) or Unix (5 fields)
     * @param zone time zone id, such as {@code Europe/Berlin}
     */
    public Job cron(String expression, String zone) {
        Objects.requireNonNull(zone, "zone");
        return with(expression, "cron expression", definition -> definition.cron(expression, zone));
    }

    /**
     * Fires at a fixed interval, beginning when it is accepted.
     *
     * @param interval at least 1 ms
     * @param count fires in all; -1 for ever
     */
    public Job repeat(Duration interval, long count) {
        return with(interval, "interval", definition -> definition.repeat(interval, count));
    }

    /** Fires by a trigger with bounds or clock-change policies of its own. */
    public Job trigger(Trigger value) {
        return with(value, "trigger", definition -> definition.trigger(value));
    }

    /** When a LATER, an EXCEPTION or a timeout is tried again; default ten times, 30 s apart. */
    public Job retry(RetryPolicy value) {
        return with(value, "retry", definition -> definition.retry(value));
    }

    /** What happens when a fire comes due while one is open; default WAIT. */
    public Job overlap(OverlapPolicy value) {
        return with(value, "overlap", definition -> definition.overlap(value));
    }

    /** What happens to fires opened too late; default FIRE_ONCE. */
    public Job misfire(MisfirePolicy value) {
        return with(value, "misfire", definition -> definition.misfire(value));
    }

    /** Overlap, misfire and catch-up together. */
    public Job firing(FirePolicy value) {
        return with(value, "firing", definition -> definition.firing(value));
    }

    /** How long a run may take, from its start. */
    public Job runTimeout(Duration value) {
        return with(value, "runTimeout", definition -> definition.runTimeout(value));
    }

    /** How long an attempt may take, from its dispatch; for executors that report no start. */
    public Job attemptTimeout(Duration value) {
        return with(value, "attemptTimeout", definition -> definition.attemptTimeout(value));
    }

    /** How long after its due time a fire may wait for its start. */
    public Job expiry(Duration value) {
        return with(value, "expiry", definition -> definition.expiry(value));
    }

    /** Parts of each fire, 1 to 1,000; default 1. */
    public Job shards(int value) {
        return with(definition -> definition.shards(value));
    }

    /** One shard for each parameter. */
    public Job shardParameters(List<String> values) {
        return with(values, "shardParameters", definition -> definition.shardParameters(values));
    }

    /** What the submission does when a job lives under the key; default KEEP. */
    public Job onDuplicate(OnDuplicate value) {
        return with(value, "onDuplicate", definition -> definition.onDuplicate(value));
    }

    /** Which client group is told of a rejection, and of ends if {@link #notifyOutcome} is set; default the client's. */
    public Job clientGroup(String value) {
        return with(value, "clientGroup", definition -> definition.clientGroup(value));
    }

    /** Whether the end of each fire is told to the client group; default no (LTS {@code needFeedback}). */
    public Job notifyOutcome(boolean value) {
        return with(definition -> definition.notifyOutcome(value));
    }

    /**
     * Recognises this submission when it is sent twice. Give one that your own records know, such as an order number,
     * where your process may die between submitting and noting that it did.
     */
    public Job submissionId(String value) {
        return new Job(key, definition, Optional.of(value), lineage);
    }

    /** The job and fire that this one repeats. */
    public Job lineage(Lineage value) {
        return new Job(key, definition, submissionId, Optional.of(value));
    }

    Job with(UnaryOperator<JobDefinitionBuilder> change) {
        return new Job(key, change.apply(definition.toBuilder()).build(), submissionId, lineage);
    }

    private Job with(Object value, String name, UnaryOperator<JobDefinitionBuilder> change) {
        Objects.requireNonNull(value, name);
        return with(change);
    }
}
