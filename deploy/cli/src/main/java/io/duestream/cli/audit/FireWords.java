package io.duestream.cli.audit;

import static io.duestream.cli.audit.EventWords.because;
import static io.duestream.cli.audit.EventWords.words;

import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.AttemptDoubtSent;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.AttemptStarted;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.FireKind;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.FireReleased;
import io.duestream.record.event.FiresSkipped;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.ReportIgnored;
import io.duestream.record.event.RetryScheduled;
import io.duestream.record.event.ShardEnded;
import io.duestream.record.event.ShardReadied;
import io.duestream.record.event.TriggerSkipped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongPredicate;

/** Says what an event of a fire means, in a line for a person. */
final class FireWords {
    private final LongPredicate sharded;

    private FireWords(LongPredicate sharded) {
        this.sharded = sharded;
    }

    static Optional<String> of(JobEvent event, LongPredicate sharded) {
        FireWords words = new FireWords(sharded);
        return words.ofFire(event).or(() -> words.ofAttempt(event));
    }

    private Optional<String> ofFire(JobEvent event) {
        if (event instanceof FireOpened opened) {
            return Optional.of("fire " + opened.fire()
                    + (opened.kind() == FireKind.TRIGGERED ? " opened by hand" : " came due at " + opened.dueAt())
                    + lateness(opened.dueAt(), opened.openedAt())
                    + (opened.misfired() ? ", a misfire" : "")
                    + (opened.held() ? ", held until the open one ends" : "")
                    + opened.nextDue().map(next -> "; next at " + next).orElse(""));
        }
        if (event instanceof FireReleased released) {
            return Optional.of("fire " + released.fire() + " is held no longer");
        }
        if (event instanceof FiresSkipped skipped) {
            return Optional.of(skipped.count() + " due times skipped, " + skipped.firstDue() + " to "
                    + skipped.lastDue() + ": " + words(skipped.reason()));
        }
        if (event instanceof TriggerSkipped skipped) {
            return Optional.of("triggered by hand, and no fire opened: " + words(skipped.reason()));
        }
        if (event instanceof ShardReadied readied) {
            return Optional.of(
                    shard(readied.fire(), readied.shard()) + " waits for room again" + because(readied.reason()));
        }
        if (event instanceof ShardEnded ended) {
            return Optional.of(
                    shard(ended.fire(), ended.shard()) + " ended: " + words(ended.end()) + because(ended.reason()));
        }
        if (event instanceof FireEnded ended) {
            return Optional.of("fire " + ended.fire() + " ended: " + words(ended.end()) + because(ended.reason()) + " ("
                    + ended.attempts() + (ended.attempts() == 1 ? " attempt)" : " attempts)"));
        }
        return Optional.empty();
    }

    private Optional<String> ofAttempt(JobEvent event) {
        if (event instanceof AttemptDispatched dispatched) {
            return Optional.of(shard(dispatched.fire(), dispatched.shard()) + " dispatched, attempt "
                    + dispatched.attempt() + ", to partition " + dispatched.partition());
        }
        if (event instanceof AttemptStarted started) {
            return Optional.of(
                    shard(started.fire(), started.shard()) + " runs " + (started.alone() ? "alone " : "") + "on "
                            + started.node() + " since "
                            + started.startedAt());
        }
        if (event instanceof AttemptEnded ended) {
            return Optional.of(shard(ended.fire(), ended.shard()) + " attempt ended: " + words(ended.end())
                    + (ended.node().isEmpty() ? "" : " on " + ended.node())
                    + took(ended)
                    + because(ended.message().lines().findFirst().orElse("")));
        }
        if (event instanceof RetryScheduled retry) {
            return Optional.of(shard(retry.fire(), retry.shard()) + " will be tried again at " + retry.retryAt()
                    + ", retry " + retry.retry());
        }
        if (event instanceof AttemptDoubtSent doubt) {
            return Optional.of(
                    shard(doubt.fire(), doubt.shard()) + " in doubt: " + words(doubt.reason()) + "; the log is asked");
        }
        if (event instanceof ReportIgnored ignored) {
            return Optional.of(ignored.report() + " of " + shard(ignored.fire(), ignored.shard()) + " from "
                    + ignored.node() + " ignored: " + ignored.reason());
        }
        return Optional.empty();
    }

    private String shard(long fire, int shard) {
        return "fire " + fire + (shard > 0 || sharded.test(fire) ? " shard " + shard : "");
    }

    private static String lateness(Instant due, Instant opened) {
        long millis = Duration.between(due, opened).toMillis();
        return millis < 1_000 ? "" : " and was opened " + millis + " ms later";
    }

    private static String took(AttemptEnded ended) {
        return ended.startedAt()
                .flatMap(start -> ended.finishedAt()
                        .map(end -> " after " + Duration.between(start, end).toMillis() + " ms"))
                .orElse("");
    }
}
