package io.duestream.cli.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.output.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what a job is. They become the same fields as in a file, so that both are read alike. */
final class JobOptions {
    @Mixin
    private TriggerOptions trigger;

    @Option(names = "--type", paramLabel = "TYPE", description = "Which runner of the group.")
    private String type;

    @Option(names = "--payload", paramLabel = "TEXT", description = "Given to the runner.")
    private String payload;

    @Option(names = "--payload-file", paramLabel = "FILE", description = "Bytes given to the runner.")
    private Path payloadFile;

    @Option(
            names = {"-p", "--parameter"},
            paramLabel = "NAME=VALUE",
            description = "Given to the runner; several times.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(names = "--label", paramLabel = "NAME=VALUE", description = "To search by; several times.")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Option(names = "--priority", paramLabel = "N", description = "0 is the highest; default 100.")
    private String priority;

    @Option(names = "--shards", paramLabel = "N", description = "Parts of each fire; default 1.")
    private String shards;

    @Option(
            names = "--shard-parameter",
            paramLabel = "TEXT",
            description = "A part of each fire for each; several times.")
    private List<String> shardParameters = new ArrayList<>();

    @Option(names = "--max-retries", paramLabel = "N", description = "Retries after LATER or EXCEPTION; default 10.")
    private String maxRetries;

    @Option(names = "--backoff", paramLabel = "KIND", description = "FIXED or EXPONENTIAL; default FIXED.")
    private String backoff;

    @Option(names = "--retry-delay", paramLabel = "TIME", description = "Before the first retry; default 30s.")
    private String retryDelay;

    @Option(names = "--max-retry-delay", paramLabel = "TIME", description = "Longest delay; default 1h.")
    private String maxRetryDelay;

    @Option(
            names = "--overlap",
            paramLabel = "POLICY",
            description = "WAIT, SKIP, QUEUE_ONE, ALLOW or CANCEL_RUNNING; default WAIT.")
    private String overlap;

    @Option(names = "--misfire", paramLabel = "POLICY", description = "FIRE_ONCE, SKIP or CATCH_UP; default FIRE_ONCE.")
    private String misfire;

    @Option(names = "--catch-up-window", paramLabel = "TIME", description = "How far back CATCH_UP goes; default 1d.")
    private String catchUpWindow;

    @Option(names = "--catch-up-cap", paramLabel = "N", description = "How many fires CATCH_UP takes; default 1000.")
    private String catchUpCap;

    @Option(names = "--run-timeout", paramLabel = "TIME", description = "How long a run may take.")
    private String runTimeout;

    @Option(
            names = "--attempt-timeout",
            paramLabel = "TIME",
            description = "How long an attempt may take from its dispatch.")
    private String attemptTimeout;

    @Option(names = "--expiry", paramLabel = "TIME", description = "How long a fire may wait for its start.")
    private String expiry;

    @Option(names = "--client-group", paramLabel = "NAME", description = "Who is told of a rejection, and of outcomes.")
    private String clientGroup;

    @Option(names = "--notify-outcome", description = "Tell the client group the end of each fire.")
    private boolean notifyOutcome;

    @Option(
            names = "--on-duplicate",
            paramLabel = "KEEP|REPLACE",
            description = "When a job lives under the key; default KEEP.")
    private String onDuplicate;

    void addTo(ObjectNode job, Problems problems) {
        trigger.addTo(job, problems);
        Fields.text(job, "type", type);
        Fields.text(job, "payload", payload);
        if (payloadFile != null) {
            bytes(problems).ifPresent(each -> job.put("payloadBase64", each));
        }
        if (!parameters.isEmpty()) {
            ObjectNode object = job.putObject("parameters");
            parameters.forEach(object::put);
        }
        if (!labels.isEmpty()) {
            ObjectNode object = job.putObject("labels");
            labels.forEach(object::put);
        }
        Fields.number(job, "priority", priority);
        Fields.number(job, "shards", shards);
        if (!shardParameters.isEmpty()) {
            var array = job.putArray("shardParameters");
            shardParameters.forEach(array::add);
        }
        retry(job);
        Fields.text(job, "overlap", overlap);
        Fields.text(job, "misfire", misfire);
        Fields.text(job, "catchUpWindow", catchUpWindow);
        Fields.number(job, "catchUpCap", catchUpCap);
        Fields.text(job, "runTimeout", runTimeout);
        Fields.text(job, "attemptTimeout", attemptTimeout);
        Fields.text(job, "expiry", expiry);
        Fields.text(job, "clientGroup", clientGroup);
        if (notifyOutcome) {
            job.put("notifyOutcome", true);
        }
        Fields.text(job, "onDuplicate", onDuplicate);
    }

    private void retry(ObjectNode job) {
        if (maxRetries != null || backoff != null || retryDelay != null || maxRetryDelay != null) {
            ObjectNode retry = job.putObject("retry");
            Fields.number(retry, "maxRetries", maxRetries);
            Fields.text(retry, "backoff", backoff);
            Fields.text(retry, "delay", retryDelay);
            Fields.text(retry, "maxDelay", maxRetryDelay);
        }
    }

    private Optional<String> bytes(Problems problems) {
        try {
            return Optional.of(Base64.getEncoder().encodeToString(Files.readAllBytes(payloadFile)));
        } catch (IOException e) {
            problems.add("--payload-file " + payloadFile + " cannot be read: " + e);
            return Optional.empty();
        }
    }
}
