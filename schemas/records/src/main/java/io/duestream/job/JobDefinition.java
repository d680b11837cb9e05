package io.duestream.job;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What was submitted, less the key: trigger, payload and policies.
 *
 * @param type which runner of the group the job wants
 * @param clientGroup client group that receives the outcomes
 * @param notifyOutcome whether the end of each fire is told to the client group
 * @param priority 0 is the highest; larger is lower
 * @param parameters given to the runner
 * @param payload given to the runner as it is
 * @param shards parts of each fire, 1 to 1,000
 * @param shardParameters parameter of each shard; empty, or one for each
 * @param labels for search, carried into history and outcomes
 * @param trigger when it fires
 * @param firing overlap and misfire
 * @param retry retries
 * @param limits timeouts and expiry
 * @param onDuplicate when a job lives under the key already
 */
public record JobDefinition(
        String type,
        Optional<String> clientGroup,
        boolean notifyOutcome,
        int priority,
        Map<String, String> parameters,
        Bytes payload,
        int shards,
        List<String> shardParameters,
        Map<String, String> labels,
        Trigger trigger,
        FirePolicy firing,
        RetryPolicy retry,
        TimeLimits limits,
        OnDuplicate onDuplicate) {
    /** Refuses null and copies the collections. */
    public JobDefinition {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(clientGroup, "clientGroup");
        Objects.requireNonNull(payload, "payload");
        Objects.requireNonNull(trigger, "trigger");
        Objects.requireNonNull(firing, "firing");
        Objects.requireNonNull(retry, "retry");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(onDuplicate, "onDuplicate");
        Objects.requireNonNull(parameters, "parameters");
        Objects.requireNonNull(shardParameters, "shardParameters");
        Objects.requireNonNull(labels, "labels");
        parameters = Map.copyOf(parameters);
        shardParameters = List.copyOf(shardParameters);
        labels = Map.copyOf(labels);
    }

    /** A definition that differs from the defaults where the builder says so. */
    public static JobDefinitionBuilder builder() {
        return new JobDefinitionBuilder();
    }

    /** A builder that begins with this definition. */
    public JobDefinitionBuilder toBuilder() {
        return new JobDefinitionBuilder(this);
    }
}
