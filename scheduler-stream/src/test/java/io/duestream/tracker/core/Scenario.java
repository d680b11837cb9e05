package io.duestream.tracker.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.Encoded;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobDefinitionBuilder;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.job.Lease;
import io.duestream.job.Phase;
import io.duestream.job.Result;
import io.duestream.job.Trigger;
import io.duestream.record.JobFeedback;
import io.duestream.record.command.CancelJob;
import io.duestream.record.command.Command;
import io.duestream.record.command.PauseJob;
import io.duestream.record.command.RescheduleJob;
import io.duestream.record.command.ResumeJob;
import io.duestream.record.command.SubmitJob;
import io.duestream.record.command.TriggerJob;
import io.duestream.record.command.UpdateJob;
import io.duestream.record.event.JobEvent;
import io.duestream.record.report.AttemptDoubted;
import io.duestream.record.report.DoubtReason;
import io.duestream.record.report.Finished;
import io.duestream.record.report.NotStarted;
import io.duestream.record.report.Report;
import io.duestream.record.report.Started;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A story of one job key in virtual time: each step gives the core one input, {@link #told} says what must have happened
 * in the last step, all of it and in order. After every step the fold of all events so far must equal the state, and a
 * job that wants to wake at once must have got somewhere.
 */
final class Scenario {
    static final JobKey KEY = JobKey.parse("mail/nightly");
    static final String NODE = "node-1";

    private final JobLifecycle rules = new JobLifecycle(CoreSettings.DEFAULT);
    private final List<JobEvent> last = new ArrayList<>();
    private final Telling telling;
    private Optional<Job> folded = Optional.empty();
    private Optional<Job> job = Optional.empty();
    private Instant now;
    private long offset;

    private Scenario(Instant now) {
        this.now = now;
        this.telling = new Telling(now.atZone(ZoneOffset.UTC).toLocalDate());
    }

    /** A story that begins at a time, with nothing under the key. */
    static Scenario from(String time) {
        return new Scenario(Instant.parse(time));
    }

    /** A story that begins with a submission at midnight, the first of 2027. */
    static Scenario of(JobDefinitionBuilder job) {
        return from("2027-01-01T00:00:00Z").submit(job);
    }

    static JobDefinitionBuilder aJob() {
        return JobDefinition.builder();
    }

    static JobDefinitionBuilder everyMinute() {
        return aJob().cron("0 * * * * ?", "UTC");
    }

    Scenario at(String time) {
        now = telling.time(time);
        return this;
    }

    // Inputs

    Scenario submit(JobDefinitionBuilder definition) {
        return submit(definition, Optional.empty());
    }

    Scenario submit(JobDefinitionBuilder definition, String submissionId) {
        return submit(definition, Optional.of(submissionId));
    }

    private Scenario submit(JobDefinitionBuilder definition, Optional<String> submissionId) {
        return command(new SubmitJob(submissionId, false, Optional.empty(), Encoded.of(definition.build())));
    }

    Scenario update(JobDefinitionBuilder definition) {
        return command(new UpdateJob(Encoded.of(definition.build())));
    }

    Scenario reschedule(Trigger trigger) {
        return command(new RescheduleJob(trigger));
    }

    Scenario cancel() {
        return command(new CancelJob(false, "asked"));
    }

    Scenario cancelRunning() {
        return command(new CancelJob(true, "asked"));
    }

    Scenario pause() {
        return command(new PauseJob("asked"));
    }

    Scenario resume() {
        return command(new ResumeJob("asked"));
    }

    Scenario trigger() {
        return command(new TriggerJob("asked"));
    }

    Scenario command(Command command) {
        return input(new Input.CommandReceived(command, new JobId(0, offset++), false));
    }

    Scenario due() {
        return input(new Input.Due());
    }

    /** Gives room to what is ready first. */
    Scenario admit() {
        ReadyShard first = job().ready().get(0);
        return input(new Input.Admitted(first.fire(), first.shard(), 3));
    }

    /** Gives room to what is ready first and reports it started. */
    Scenario run() {
        ReadyShard first = job().ready().get(0);
        return admit().started(first.fire(), first.shard());
    }

    Scenario started(long fire, int shard) {
        return report(fire, shard, lease(fire, shard), new Started(now));
    }

    /** Gives room to what is ready first and reports it started where nothing else runs. */
    Scenario runAlone() {
        ReadyShard first = job().ready().get(0);
        Scenario out = admit();
        return out.report(first.fire(), first.shard(), lease(first.fire(), first.shard()), new Started(now, true));
    }

    /** Another node got the record too, under the next generation, and reports it started. */
    Scenario takenOver(long fire, int shard, String node) {
        Lease held = lease(fire, shard);
        Lease next = new Lease(held.token(), held.generation() + 1);
        return report(job().id(), fire, shard, next, node, new Started(now));
    }

    /** Reports the end of the only shard of a fire under the lease it has. */
    Scenario finished(long fire, Result result) {
        return finished(fire, 0, result);
    }

    Scenario finished(long fire, int shard, Result result) {
        return report(fire, shard, lease(fire, shard), finished(result));
    }

    Scenario notStarted(long fire, int shard) {
        return report(fire, shard, lease(fire, shard), new NotStarted("draining"));
    }

    Scenario suspect(long fire, int shard, DoubtReason reason) {
        return input(new Input.Suspected(fire, shard, lease(fire, shard).token(), reason));
    }

    /** The doubt that the tracker wrote about the present lease is read. */
    Scenario doubted(long fire, int shard, DoubtReason reason) {
        return report(fire, shard, lease(fire, shard), new AttemptDoubted(reason));
    }

    Scenario report(long fire, int shard, Lease lease, Report body) {
        return report(job().id(), fire, shard, lease, body);
    }

    Scenario report(JobId id, long fire, int shard, Lease lease, Report body) {
        return report(id, fire, shard, lease, NODE, body);
    }

    private Scenario report(JobId id, long fire, int shard, Lease lease, String node, Report body) {
        return input(new Input.FeedbackReceived(new JobFeedback(
                KEY.group(),
                KEY.taskId(),
                Optional.of(id),
                fire,
                shard,
                Optional.of(lease.token()),
                lease.generation(),
                node,
                Optional.empty(),
                body)));
    }

    static Finished finished(Result result) {
        return new Finished(result, "said", "", Optional.empty(), Optional.empty());
    }

    Scenario input(Input input) {
        Decision decision = rules.decide(KEY, job, input, now);
        last.clear();
        last.addAll(decision.events());
        last.forEach(event -> folded = JobFold.apply(folded, event));
        job = decision.after();
        assertThat(folded).as("the fold of all events").isEqualTo(job);
        if (last.isEmpty() && input instanceof Input.Due) {
            assertThat(job.flatMap(Job::wakeAt).filter(wake -> !wake.isAfter(now)))
                    .as("a wake time that changes nothing would come again for ever")
                    .isEmpty();
        }
        return this;
    }

    // Expectations

    /** Exactly this happened in the last step. */
    Scenario told(String... lines) {
        assertThat(story()).containsExactly(lines);
        return this;
    }

    List<String> story() {
        return last.stream().map(telling::line).toList();
    }

    List<JobEvent> events() {
        return List.copyOf(last);
    }

    <E extends JobEvent> Scenario expect(Class<E> type, Consumer<E> assertion) {
        assertThat(last).filteredOn(type::isInstance).singleElement().satisfies(e -> assertion.accept(type.cast(e)));
        return this;
    }

    Scenario phase(Phase phase) {
        assertThat(job().phase()).isEqualTo(phase);
        return this;
    }

    Scenario wakesAt(String time) {
        assertThat(job().wakeAt().map(telling::text)).contains(time);
        return this;
    }

    Scenario sleeps() {
        assertThat(job().wakeAt()).isEmpty();
        return this;
    }

    /** The fires that wait for room, what goes first at first. */
    Scenario ready(Long... fires) {
        assertThat(job().ready()).extracting(ReadyShard::fire).containsExactly(fires);
        return this;
    }

    Scenario gone() {
        assertThat(job).isEmpty();
        return this;
    }

    boolean alive() {
        return job.isPresent();
    }

    Instant now() {
        return now;
    }

    Job job() {
        return job.orElseThrow(() -> new AssertionError("no job lives under the key"));
    }

    Attempt attempt(long fire, int shard) {
        return job().shard(fire, shard).flatMap(Shard::attempt).orElseThrow(() -> new AssertionError("none is out"));
    }

    Lease lease(long fire, int shard) {
        return attempt(fire, shard).lease();
    }
}
