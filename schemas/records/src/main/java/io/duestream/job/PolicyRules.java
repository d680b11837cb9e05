package io.duestream.job;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What retries, fire policies and time limits must obey. */
final class PolicyRules {
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private PolicyRules() {}

    static void check(List<Problem> problems, JobDefinition job) {
        RetryPolicy retry = job.retry();
        between(problems, "retry.maxRetries", retry.maxRetries(), 0, JobRules.MAX_RETRIES);
        span(problems, "retry.delay", retry.delay(), Duration.ZERO);
        span(problems, "retry.maxDelay", retry.maxDelay(), Duration.ZERO);
        if (retry.maxDelay().compareTo(retry.delay()) < 0) {
            JobRules.add(
                    problems,
                    "retry.maxDelay",
                    "is " + text(retry.maxDelay()) + ", shorter than the delay of " + text(retry.delay()));
        }
        FirePolicy firing = job.firing();
        span(problems, "firing.catchUpWindow", firing.catchUpWindow(), SHORTEST);
        between(problems, "firing.catchUpCap", firing.catchUpCap(), 1, JobRules.MAX_CATCH_UP);
        limit(problems, "limits.runTimeout", job.limits().runTimeout());
        limit(problems, "limits.attemptTimeout", job.limits().attemptTimeout());
        limit(problems, "limits.expiry", job.limits().expiry());
    }

    private static void limit(List<Problem> problems, String field, Optional<Duration> value) {
        value.ifPresent(span -> span(problems, field, span, SHORTEST));
    }

    static void span(List<Problem> problems, String field, Duration value, Duration least) {
        if (value.compareTo(least) < 0 || value.compareTo(JobRules.LONGEST) > 0) {
            JobRules.add(
                    problems,
                    field,
                    "is " + text(value) + "; " + least.toMillis() + " ms to " + JobRules.LONGEST.toDays()
                            + " days are allowed");
        }
    }

    private static void between(List<Problem> problems, String field, int value, int least, int most) {
        if (value < least || value > most) {
            JobRules.add(problems, field, "is " + value + "; " + least + " to " + most + " are allowed");
        }
    }

    private static String text(Duration value) {
        boolean shortEnough =
                value.compareTo(JobRules.LONGEST) <= 0 && value.compareTo(JobRules.LONGEST.negated()) >= 0;
        boolean wholeMillis = value.getNano() % 1_000_000 == 0;
        return wholeMillis && shortEnough ? value.toMillis() + " ms" : value.toString();
    }
}
