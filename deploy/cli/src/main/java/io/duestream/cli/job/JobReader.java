package io.duestream.cli.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.output.Problems;
import io.duestream.client.Job;
import io.duestream.cron.DstGap;
import io.duestream.cron.DstOverlap;
import io.duestream.job.At;
import io.duestream.job.BackoffKind;
import io.duestream.job.Cron;
import io.duestream.job.FirePolicy;
import io.duestream.job.Immediate;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobDefinitionBuilder;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.job.JobRules;
import io.duestream.job.Lineage;
import io.duestream.job.MisfirePolicy;
import io.duestream.job.OnDuplicate;
import io.duestream.job.OverlapPolicy;
import io.duestream.job.Repeat;
import io.duestream.job.RetryPolicy;
import io.duestream.job.Trigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes jobs of JSON objects. The fields are named as those of the records: {@code group}, {@code taskId}, {@code type},
 * {@code priority}, {@code at}, {@code cron}, {@code repeat} and so on, all but the first two optional. Whether the values
 * obey the rules of jobs is checked too, so that all that is wrong with a job is told at once.
 */
final class JobReader {
    /** The fields, for a help page. */
    static final List<String> FIELDS = List.of(
            "group, taskId            names the job; required",
            "type                     which runner of the group",
            "at                       a time such as 2027-03-14T06:30:00Z, or +10s",
            "cron                     {expression, zone, startAt, endAt, dstGap, dstOverlap}; zone is UTC if absent",
            "repeat                   {interval, count, startAt, endAt}; count is -1 (for ever) if absent",
            "payload, payloadBase64   a text, or bytes in Base64",
            "parameters, labels       objects of texts",
            "priority                 0 is the highest; 100 if absent",
            "shards, shardParameters  a number, or a list of texts",
            "retry                    {maxRetries, backoff, delay, maxDelay}",
            "overlap, misfire, catchUpWindow, catchUpCap",
            "runTimeout, attemptTimeout, expiry   durations such as 500ms, 10s or 1h30m",
            "onDuplicate              KEEP or REPLACE",
            "clientGroup, notifyOutcome, submissionId, lineage {jobId, fire}");

    private JobReader() {}

    /**
     * What was read.
     *
     * @param job empty if there are problems
     * @param problems all that is wrong
     */
    record Read(Optional<Job> job, List<String> problems) {}

    /**
     * Reads a job.
     *
     * @param now what a time such as {@code +10s} counts from
     */
    static Read read(ObjectNode object, Instant now) {
        List<String> problems = new ArrayList<>();
        FieldReader fields = new FieldReader(object, problems, now);
        Optional<String> group = required(fields, "group").filter(name -> mayBeginAKey(fields, name));
        Optional<String> taskId = required(fields, "taskId");
        JobDefinition definition = definition(fields);
        Optional<String> submissionId = fields.text("submissionId");
        Optional<Lineage> lineage = fields.object("lineage").flatMap(JobReader::lineage);
        fields.refuseOthers();
        // What is told already is judged no further: something that obeys the rules takes its place.
        JobKey key = new JobKey(group.orElse("any"), taskId.orElse("any"));
        JobRules.problems(key, definition).forEach(each -> problems.add(Problems.words(each)));
        submissionId
                .map(JobRules::submissionIdProblems)
                .orElse(List.of())
                .forEach(each -> problems.add(Problems.words(each)));
        return problems.isEmpty()
                ? new Read(Optional.of(new Job(key, definition, submissionId, lineage)), List.of())
                : new Read(Optional.empty(), problems);
    }

    private static boolean mayBeginAKey(FieldReader fields, String group) {
        boolean may = group.indexOf('/') < 0;
        if (!may) {
            fields.problem("group", "contains '/', which ends the group in a job key");
        }
        return may;
    }

    private static Optional<String> required(FieldReader fields, String name) {
        Optional<String> value = fields.text(name);
        if (value.isEmpty() && !fields.has(name)) {
            fields.problem(name, "is missing");
        }
        return value;
    }

    /** The definition, with the default in place of each value that cannot be read. */
    private static JobDefinition definition(FieldReader fields) {
        JobDefinitionBuilder builder = JobDefinition.builder();
        fields.text("type").ifPresent(builder::type);
        fields.text("clientGroup").ifPresent(builder::clientGroup);
        fields.truth("notifyOutcome").ifPresent(builder::notifyOutcome);
        fields.integer("priority").ifPresent(builder::priority);
        builder.parameters(fields.texts("parameters"));
        payload(fields, builder);
        fields.list("shardParameters").ifPresent(builder::shardParameters);
        fields.integer("shards").ifPresent(builder::shards);
        fields.texts("labels").forEach(builder::label);
        trigger(fields).ifPresent(builder::trigger);
        firing(fields, builder);
        fields.object("retry").ifPresent(each -> builder.retry(retry(each)));
        fields.duration("runTimeout").ifPresent(builder::runTimeout);
        fields.duration("attemptTimeout").ifPresent(builder::attemptTimeout);
        fields.duration("expiry").ifPresent(builder::expiry);
        fields.choice("onDuplicate", OnDuplicate.class).ifPresent(builder::onDuplicate);
        return builder.build();
    }

    private static void payload(FieldReader fields, JobDefinitionBuilder builder) {
        Optional<String> text = fields.text("payload");
        Optional<byte[]> bytes = fields.parsed("payloadBase64", "Base64", each -> {
            try {
                return Base64.getDecoder().decode(each);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("is not Base64: " + e.getMessage(), e);
            }
        });
        if (text.isPresent() && bytes.isPresent()) {
            fields.problem("payload", "is given beside payloadBase64; give one of them");
        }
        text.ifPresent(builder::payload);
        bytes.ifPresent(builder::payload);
    }

    private static void firing(FieldReader fields, JobDefinitionBuilder builder) {
        FirePolicy defaults = FirePolicy.DEFAULT;
        builder.firing(new FirePolicy(
                fields.choice("overlap", OverlapPolicy.class).orElse(defaults.overlap()),
                fields.choice("misfire", MisfirePolicy.class).orElse(defaults.misfire()),
                fields.duration("catchUpWindow").orElse(defaults.catchUpWindow()),
                fields.integer("catchUpCap").orElse(defaults.catchUpCap())));
    }

    private static RetryPolicy retry(FieldReader fields) {
        RetryPolicy defaults = RetryPolicy.DEFAULT;
        RetryPolicy retry = new RetryPolicy(
                fields.integer("maxRetries").orElse(defaults.maxRetries()),
                fields.choice("backoff", BackoffKind.class).orElse(defaults.backoff()),
                fields.duration("delay").orElse(defaults.delay()),
                fields.duration("maxDelay").orElse(defaults.maxDelay()));
        fields.refuseOthers();
        return retry;
    }

    /** The trigger of an object; empty if it names none, or if something is wrong with it. */
    private static Optional<Trigger> trigger(FieldReader fields) {
        List<String> given =
                Stream.of("at", "cron", "repeat").filter(fields::has).toList();
        if (given.size() > 1) {
            fields.problem(String.join(" and ", given), "are given together; a job has one trigger");
        }
        Optional<Trigger> at = fields.instant("at").map(At::new);
        Optional<Trigger> cron = fields.object("cron").flatMap(JobReader::cron);
        Optional<Trigger> repeat = fields.object("repeat").flatMap(JobReader::repeat);
        Optional<Trigger> none = given.isEmpty() ? Optional.of(new Immediate()) : Optional.empty();
        return at.or(() -> cron).or(() -> repeat).or(() -> none);
    }

    private static Optional<Trigger> cron(FieldReader fields) {
        Optional<String> expression = fields.text("expression");
        if (!fields.has("expression")) {
            fields.problem("expression", "is missing");
        }
        String zone = fields.text("zone").orElse("UTC");
        Optional<Instant> start = fields.instant("startAt");
        Optional<Instant> end = fields.instant("endAt");
        DstGap gap = fields.choice("dstGap", DstGap.class).orElse(DstGap.RUN_AFTER);
        DstOverlap overlap = fields.choice("dstOverlap", DstOverlap.class).orElse(DstOverlap.FIRST);
        fields.refuseOthers();
        return expression.map(each -> new Cron(each, zone, start, end, gap, overlap));
    }

    private static Optional<Trigger> repeat(FieldReader fields) {
        var interval = fields.duration("interval");
        if (!fields.has("interval")) {
            fields.problem("interval", "is missing");
        }
        long count = fields.longInteger("count").orElse(Repeat.FOREVER);
        Optional<Instant> start = fields.instant("startAt");
        Optional<Instant> end = fields.instant("endAt");
        fields.refuseOthers();
        return interval.map(each -> new Repeat(each, count, start, end));
    }

    private static Optional<Lineage> lineage(FieldReader fields) {
        Optional<JobId> job = fields.parsed("jobId", "a job id", JobId::parse);
        if (!fields.has("jobId")) {
            fields.problem("jobId", "is missing");
        }
        long fire = fields.longInteger("fire").orElse(0L);
        fields.refuseOthers();
        return job.map(each -> new Lineage(each, fire));
    }
}
