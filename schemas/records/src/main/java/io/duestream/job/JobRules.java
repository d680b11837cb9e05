package io.duestream.job;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a submission must obey. The client checks before it sends and the tracker checks again, for senders that are not
 * ours; both tell all problems at once.
 */
public final class JobRules {
    /** Longest task id and type, in characters. */
    public static final int MAX_TASK_ID = 128;
    /** Longest submission id, in characters. */
    public static final int MAX_SUBMISSION_ID = 128;
    /** Longest reason given with a command, in characters. */
    public static final int MAX_REASON = 1024;
    /** Largest payload, in bytes. */
    public static final int MAX_PAYLOAD = 256 * 1024;
    /** Most parameters. */
    public static final int MAX_PARAMETERS = 128;
    /** Longest parameter value, in characters. */
    public static final int MAX_PARAMETER_VALUE = 1024;
    /** Longest name of a parameter, in characters. */
    public static final int MAX_PARAMETER_NAME = 128;
    /** Most labels. */
    public static final int MAX_LABELS = 32;
    /** Longest label value, in characters. */
    public static final int MAX_LABEL_VALUE = 256;
    /** Most shards of a fire. */
    public static final int MAX_SHARDS = 1000;
    /** Longest parameter of a shard, in characters. */
    public static final int MAX_SHARD_PARAMETER = 128;
    /** Longest cron expression, in characters. */
    public static final int MAX_EXPRESSION = 256;
    /** Longest time zone id, in characters. */
    public static final int MAX_ZONE = 64;
    /** Most retries of a shard. */
    public static final int MAX_RETRIES = 1000;
    /** Most fires caught up at once. */
    public static final int MAX_CATCH_UP = 10_000;
    /** Longest interval, delay or limit. */
    public static final Duration LONGEST = Duration.ofDays(3660);
    /** No job is due later: Quartz years end in 2099, and a year like 9999 is a slip of the hand. */
    public static final Instant LATEST = Instant.parse("2199-12-31T23:59:59.999Z");

    /** Most problems that are told at once; the last one then says how many there are in all. */
    public static final int MAX_PROBLEMS = 64;

    private static final int SHOWN = 80;
    private static final int LONGEST_MESSAGE = 900;
    private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private JobRules() {}

    /** All problems of a submission; empty if it may be submitted. */
    public static List<Problem> problems(JobKey key, JobDefinition job) {
        List<Problem> problems = new ArrayList<>(keyProblems(key));
        collect(problems, job);
        return capped(problems);
    }

    /** All problems of a job key, as used in any command. */
    public static List<Problem> keyProblems(JobKey key) {
        List<Problem> problems = new ArrayList<>();
        group(problems, "group", key.group());
        String id = key.taskId();
        if (id.isEmpty() || id.length() > MAX_TASK_ID) {
            add(problems, "taskId", "has " + id.length() + " characters; 1 to " + MAX_TASK_ID + " are expected");
        } else if (!printable(id)) {
            add(
                    problems,
                    "taskId",
                    "'" + shown(id) + "' contains a control character; only printable ones are allowed");
        }
        return problems;
    }

    /** All problems of the id of a submission. */
    public static List<Problem> submissionIdProblems(String id) {
        List<Problem> problems = new ArrayList<>();
        if (id.isEmpty() || id.length() > MAX_SUBMISSION_ID) {
            add(
                    problems,
                    "submissionId",
                    "has " + id.length() + " characters; 1 to " + MAX_SUBMISSION_ID + " are expected");
        }
        return problems;
    }

    /** All problems of the reason given with a command. */
    public static List<Problem> reasonProblems(String reason) {
        List<Problem> problems = new ArrayList<>();
        if (reason.length() > MAX_REASON) {
            add(problems, "reason", "has " + reason.length() + " characters; at most " + MAX_REASON + " are allowed");
        }
        return problems;
    }

    /** All problems of a definition. */
    public static List<Problem> definitionProblems(JobDefinition job) {
        List<Problem> problems = new ArrayList<>();
        collect(problems, job);
        return capped(problems);
    }

    private static List<Problem> capped(List<Problem> problems) {
        if (problems.size() <= MAX_PROBLEMS) {
            return problems;
        }
        List<Problem> told = new ArrayList<>(problems.subList(0, MAX_PROBLEMS - 1));
        add(told, "all", "has " + problems.size() + " problems; the first " + (MAX_PROBLEMS - 1) + " are told");
        return told;
    }

    private static void collect(List<Problem> problems, JobDefinition job) {
        if (job.type().length() > MAX_TASK_ID || !printable(job.type())) {
            add(
                    problems,
                    "type",
                    "'" + shown(job.type()) + "' of " + job.type().length() + " characters is not a type; up to "
                            + MAX_TASK_ID + " printable characters are expected");
        }
        job.clientGroup().ifPresent(name -> group(problems, "clientGroup", name));
        if (job.notifyOutcome() && job.clientGroup().isEmpty()) {
            add(problems, "notifyOutcome", "is set without a client group; name the one to notify");
        }
        if (job.priority() < 0) {
            add(problems, "priority", "is " + job.priority() + "; 0 (highest) or more is expected");
        }
        if (job.payload().length() > MAX_PAYLOAD) {
            add(
                    problems,
                    "payload",
                    "has " + job.payload().length() + " bytes; at most " + MAX_PAYLOAD
                            + " are allowed: store it elsewhere and send its address");
        }
        entries(problems, "parameters", job.parameters(), MAX_PARAMETERS, MAX_PARAMETER_VALUE);
        entries(problems, "labels", job.labels(), MAX_LABELS, MAX_LABEL_VALUE);
        shards(problems, job);
        PolicyRules.check(problems, job);
        TriggerRules.check(problems, job.trigger());
    }

    private static void shards(List<Problem> problems, JobDefinition job) {
        if (job.shards() < 1 || job.shards() > MAX_SHARDS) {
            add(problems, "shards", "is " + job.shards() + "; 1 to " + MAX_SHARDS + " are allowed");
        }
        int given = job.shardParameters().size();
        if (given != 0 && given != job.shards()) {
            add(
                    problems,
                    "shardParameters",
                    "has " + given + " items for " + job.shards() + " shards; give none, or one for each shard");
        }
        if (job.shardParameters().stream().anyMatch(each -> each.length() > MAX_SHARD_PARAMETER)) {
            add(problems, "shardParameters", "has an item of more than " + MAX_SHARD_PARAMETER + " characters");
        }
    }

    private static void entries(
            List<Problem> problems, String field, Map<String, String> entries, int most, int longest) {
        if (entries.size() > most) {
            add(problems, field, "has " + entries.size() + " entries; at most " + most + " are allowed");
        }
        entries.forEach((name, value) -> {
            if (name.isEmpty() || name.length() > MAX_PARAMETER_NAME || !printable(name)) {
                add(
                        problems,
                        field,
                        "has the name '" + shown(name) + "'; 1 to " + MAX_PARAMETER_NAME
                                + " printable characters are expected");
            }
            if (value.length() > longest) {
                add(
                        problems,
                        field,
                        "has a value of " + value.length() + " characters under '" + shown(name) + "'; at most "
                                + longest + " are allowed");
            }
        });
    }

    private static void group(List<Problem> problems, String field, String name) {
        if (!GROUP.matcher(name).matches()) {
            add(problems, field, "'" + shown(name) + "' is not a valid name; expected 1 to 64 of A-Z a-z 0-9 _ -");
        }
    }

    static void add(List<Problem> problems, String field, String message) {
        boolean fits = message.length() <= LONGEST_MESSAGE;
        problems.add(new Problem(field, fits ? message : message.substring(0, LONGEST_MESSAGE) + "…"));
    }

    /** A text that is safe to print: control characters made visible, cut after 80. */
    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(SHOWN).forEach(each -> {
            if (printable(each)) {
                shown.appendCodePoint(each);
            } else {
                shown.append(String.format("\\u%04x", each));
            }
        });
        return text.codePointCount(0, text.length()) > SHOWN ? shown + "…" : shown.toString();
    }

    private static boolean printable(String text) {
        return text.codePoints().allMatch(JobRules::printable);
    }

    private static boolean printable(int character) {
        int kind = Character.getType(character);
        return kind != Character.CONTROL
                && kind != Character.SURROGATE
                && kind != Character.LINE_SEPARATOR
                && kind != Character.PARAGRAPH_SEPARATOR;
    }
}
