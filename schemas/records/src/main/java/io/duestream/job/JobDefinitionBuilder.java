package io.duestream.job;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Builds a {@link JobDefinition}. Not thread-safe. Nothing but null is refused here: {@link JobRules} tells all problems at once. */
public final class JobDefinitionBuilder {
    private String type = "";
    private Optional<String> clientGroup = Optional.empty();
    private boolean notifyOutcome;
    private int priority = 100;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private Bytes payload = Bytes.empty();
    private int shards = 1;
    private List<String> shardParameters = List.of();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private Trigger trigger = new Immediate();
    private FirePolicy firing = FirePolicy.DEFAULT;
    private RetryPolicy retry = RetryPolicy.DEFAULT;
    private TimeLimits limits = TimeLimits.NONE;
    private OnDuplicate onDuplicate = OnDuplicate.KEEP;

    JobDefinitionBuilder() {}

    JobDefinitionBuilder(JobDefinition from) {
        type = from.type();
        clientGroup = from.clientGroup();
        notifyOutcome = from.notifyOutcome();
        priority = from.priority();
        parameters.putAll(from.parameters());
        payload = from.payload();
        shards = from.shards();
        shardParameters = from.shardParameters();
        labels.putAll(from.labels());
        trigger = from.trigger();
        firing = from.firing();
        retry = from.retry();
        limits = from.limits();
        onDuplicate = from.onDuplicate();
    }

    /** Which runner of the group the job wants; default empty. */
    public JobDefinitionBuilder type(String value) {
        type = Objects.requireNonNull(value, "type");
        return this;
    }

    /** Client group that is told of rejections, and of outcomes if {@link #notifyOutcome} is set. */
    public JobDefinitionBuilder clientGroup(String value) {
        clientGroup = Optional.of(Objects.requireNonNull(value, "clientGroup"));
        return this;
    }

    /** Whether the end of each fire is told to the client group; default no. */
    public JobDefinitionBuilder notifyOutcome(boolean value) {
        notifyOutcome = value;
        return this;
    }

    /** 0 is the highest; larger is lower; default 100. */
    public JobDefinitionBuilder priority(int value) {
        priority = value;
        return this;
    }

    /** Adds a parameter for the runner. */
    public JobDefinitionBuilder parameter(String name, String value) {
        put(parameters, "parameter", name, value);
        return this;
    }

    /** Adds parameters for the runner. */
    public JobDefinitionBuilder parameters(Map<String, String> values) {
        Objects.requireNonNull(values, "parameters").forEach(this::parameter);
        return this;
    }

    /** The payload, at most 256 KiB. */
    public JobDefinitionBuilder payload(byte[] value) {
        payload = Bytes.of(Objects.requireNonNull(value, "payload"));
        return this;
    }

    /** A text as payload, in UTF-8. */
    public JobDefinitionBuilder payload(String value) {
        payload = Bytes.utf8(Objects.requireNonNull(value, "payload"));
        return this;
    }

    /** Parts of each fire, 1 to 1,000; default 1. */
    public JobDefinitionBuilder shards(int value) {
        shards = value;
        return this;
    }

    /** One shard for each parameter. */
    public JobDefinitionBuilder shardParameters(List<String> values) {
        Objects.requireNonNull(values, "shardParameters")
                .forEach(each -> Objects.requireNonNull(each, "an item of shardParameters"));
        shardParameters = List.copyOf(values);
        shards = values.size();
        return this;
    }

    /** Adds a label. */
    public JobDefinitionBuilder label(String name, String value) {
        put(labels, "label", name, value);
        return this;
    }

    /** When the job fires; default at once. */
    public JobDefinitionBuilder trigger(Trigger value) {
        trigger = Objects.requireNonNull(value, "trigger");
        return this;
    }

    /** Fires once at a time. */
    public JobDefinitionBuilder at(Instant value) {
        return trigger(new At(Objects.requireNonNull(value, "at")));
    }

    /** Fires by a cron expression in a time zone, with the default clock-change policies. */
    public JobDefinitionBuilder cron(String expression, String zone) {
        return trigger(Cron.of(expression, zone));
    }

    /** Fires every {@code interval}, {@code count} times, or for ever with -1, beginning at acceptance. */
    public JobDefinitionBuilder repeat(Duration interval, long count) {
        return trigger(Repeat.of(interval, count));
    }

    /** Overlap and misfire. */
    public JobDefinitionBuilder firing(FirePolicy value) {
        firing = Objects.requireNonNull(value, "firing");
        return this;
    }

    /** What happens when a fire comes due while one is open; default WAIT. */
    public JobDefinitionBuilder overlap(OverlapPolicy value) {
        firing = firing.with(Objects.requireNonNull(value, "overlap"));
        return this;
    }

    /** What happens to fires opened too late; default FIRE_ONCE. */
    public JobDefinitionBuilder misfire(MisfirePolicy value) {
        firing = firing.with(Objects.requireNonNull(value, "misfire"));
        return this;
    }

    /** Retries; default ten, 30 seconds apart. */
    public JobDefinitionBuilder retry(RetryPolicy value) {
        retry = Objects.requireNonNull(value, "retry");
        return this;
    }

    /** Timeouts and expiry together. */
    public JobDefinitionBuilder limits(TimeLimits value) {
        limits = Objects.requireNonNull(value, "limits");
        return this;
    }

    /** How long a run may take, from its start. */
    public JobDefinitionBuilder runTimeout(Duration value) {
        limits = new TimeLimits(
                Optional.of(Objects.requireNonNull(value, "runTimeout")), limits.attemptTimeout(), limits.expiry());
        return this;
    }

    /** How long an attempt may take, from its dispatch; for executors that report no start. */
    public JobDefinitionBuilder attemptTimeout(Duration value) {
        limits = new TimeLimits(
                limits.runTimeout(), Optional.of(Objects.requireNonNull(value, "attemptTimeout")), limits.expiry());
        return this;
    }

    /** How long after its due time a fire may wait for its start. */
    public JobDefinitionBuilder expiry(Duration value) {
        limits = new TimeLimits(
                limits.runTimeout(), limits.attemptTimeout(), Optional.of(Objects.requireNonNull(value, "expiry")));
        return this;
    }

    /** What a submission does when a job lives under its key; default KEEP. */
    public JobDefinitionBuilder onDuplicate(OnDuplicate value) {
        onDuplicate = Objects.requireNonNull(value, "onDuplicate");
        return this;
    }

    private static void put(Map<String, String> entries, String what, String name, String value) {
        Objects.requireNonNull(name, "name of a " + what);
        entries.put(name, Objects.requireNonNull(value, () -> "value of the " + what + " '" + name + "'"));
    }

    /** The definition. */
    public JobDefinition build() {
        return new JobDefinition(
                type,
                clientGroup,
                notifyOutcome,
                priority,
                parameters,
                payload,
                shards,
                shardParameters,
                labels,
                trigger,
                firing,
                retry,
                limits,
                onDuplicate);
    }
}
