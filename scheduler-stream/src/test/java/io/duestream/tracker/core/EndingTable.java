package io.duestream.tracker.core;

import static io.duestream.record.report.DoubtReason.ATTEMPT_TIMEOUT;
import static io.duestream.record.report.DoubtReason.EXPIRED;
import static io.duestream.record.report.DoubtReason.NODE_LOST;
import static io.duestream.record.report.DoubtReason.RUN_TIMEOUT;
import static io.duestream.record.report.DoubtReason.UNSEEN;
import static io.duestream.tracker.core.Scenario.aJob;
import static io.duestream.tracker.core.Scenario.everyMinute;

import io.duestream.job.JobDefinitionBuilder;
import io.duestream.job.OnDuplicate;
import io.duestream.job.OverlapPolicy;
import io.duestream.job.Result;
import io.duestream.job.RetryPolicy;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.AttemptStarted;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.RetryScheduled;
import io.duestream.record.event.ShardReadied;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The table of how attempts and fires end, told by letting them. */
final class EndingTable {
    private final List<List<String>> rows = new ArrayList<>();

    private EndingTable() {
        rows.add(List.of("what happened", "the attempt ends", "the fire"));
    }

    static String text() {
        EndingTable table = new EndingTable();
        table.results();
        table.limits();
        table.losses();
        table.orders();
        return RuleTables.table(table.rows);
    }

    private void results() {
        for (Result result : Result.values()) {
            row("the runner returned `" + result + "`", running(aJob()).finished(1, result));
        }
        row(
                "`LATER` or `EXCEPTION` with no retry left",
                running(aJob().retry(RetryPolicy.NONE)).finished(1, Result.EXCEPTION));
    }

    private void limits() {
        row("the run timeout passed", running(aJob()).doubted(1, 0, RUN_TIMEOUT));
        row("the attempt timeout passed before `Started`", queued(aJob()).doubted(1, 0, ATTEMPT_TIMEOUT));
        row(
                "the expiry passed before room was found",
                Scenario.of(shortLived()).at("00:00:10").due());
        row(
                "the expiry passed between dispatch and `Started`",
                queued(shortLived()).doubted(1, 0, EXPIRED));
    }

    private void losses() {
        row("its node was lost", lost(running(aJob())));
        row(
                "its node was lost, for the third time, others ran there too",
                lost(lost(lost(running(aJob())).run()).run()));
        row(
                "its node was lost, for the third time, nothing else ran there",
                lost(lost(lost(running(aJob())).run()).runAlone()));
        row("another node took it over (`Started` under a higher generation)", taken(running(aJob()), "node-2"));
        row(
                "another node took it over, for the third time",
                taken(taken(taken(running(aJob()), "node-2"), "node-3"), "node-4"));
        row("no executor saw it", queued(aJob()).doubted(1, 0, UNSEEN));
        row("the executor handed it back (`NotStarted`)", queued(aJob()).notStarted(1, 0));
    }

    private void orders() {
        row("cancelled while waiting, held or backing off", Scenario.of(aJob()).cancel());
        row("cancelled with cancel running", running(aJob()).cancelRunning());
        row("cancelled, then `SUCCESS`", running(aJob()).cancel().finished(1, Result.SUCCESS));
        row(
                "cancelled, then `LATER` or `EXCEPTION` with retries left",
                running(aJob()).cancel().finished(1, Result.LATER));
        row("replaced while waiting or backing off", Scenario.of(aJob()).submit(replacement()));
        row(
                "replaced, then `LATER` or `EXCEPTION` with retries left",
                replaced().finished(1, Result.LATER));
        row(
                "the next fire came due while its retry was pending, under `WAIT`",
                everyMinuteBackingOff(OverlapPolicy.WAIT).at("00:02:00").due());
        row(
                "the next fire came due under `CANCEL_RUNNING`",
                Scenario.of(everyMinute().overlap(OverlapPolicy.CANCEL_RUNNING))
                        .at("00:01:00")
                        .due()
                        .run()
                        .at("00:02:00")
                        .due());
    }

    private void row(String what, Scenario job) {
        List<JobEvent> events = job.events();
        String attempt = events.stream()
                .filter(AttemptEnded.class::isInstance)
                .map(e -> "`" + ((AttemptEnded) e).end() + "`")
                .collect(Collectors.joining());
        String fire = events.get(events.size() - 1) instanceof AttemptStarted
                ? "runs on there"
                : events.stream().map(EndingTable::fate).collect(Collectors.joining());
        rows.add(List.of(what, attempt.isEmpty() ? "-" : attempt, fire));
    }

    private static String fate(JobEvent event) {
        if (event instanceof FireEnded ended) {
            return "ends `" + ended.end() + "`";
        } else if (event instanceof RetryScheduled) {
            return "is tried again after the retry delay";
        } else if (event instanceof ShardReadied) {
            return "waits for room again";
        }
        return "";
    }

    private static Scenario queued(JobDefinitionBuilder job) {
        return Scenario.of(job).admit();
    }

    private static Scenario running(JobDefinitionBuilder job) {
        return Scenario.of(job).run();
    }

    private static Scenario lost(Scenario job) {
        return job.doubted(1, 0, NODE_LOST);
    }

    private static Scenario taken(Scenario job, String node) {
        return job.takenOver(1, 0, node);
    }

    private static JobDefinitionBuilder shortLived() {
        return aJob().expiry(Duration.ofSeconds(10));
    }

    private static JobDefinitionBuilder replacement() {
        return aJob().cron("0 0 6 * * ?", "UTC").onDuplicate(OnDuplicate.REPLACE);
    }

    private static Scenario replaced() {
        return running(aJob()).submit(replacement());
    }

    private static Scenario everyMinuteBackingOff(OverlapPolicy overlap) {
        return Scenario.of(everyMinute().overlap(overlap).retry(RetryPolicy.fixed(3, Duration.ofMinutes(5))))
                .at("00:01:00")
                .due()
                .run()
                .finished(1, Result.LATER);
    }
}
