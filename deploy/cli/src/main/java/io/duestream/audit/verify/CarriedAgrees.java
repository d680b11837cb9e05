package io.duestream.audit.verify;

import io.duestream.audit.log.LogEntry.Decision;
import io.duestream.audit.verify.LiveJob.Plan;
import io.duestream.job.Lease;
import io.duestream.record.event.JobCarried;
import io.duestream.record.event.JobEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The state that the tracker holds is what its events say. */
final class CarriedAgrees implements JobCheck {
    private final CarriedJob carriedJob;
    private final Tally tally;

    CarriedAgrees(Findings findings, CarriedJob carriedJob) {
        this.carriedJob = carriedJob;
        this.tally = findings.open(
                "carried-agrees", "A job that is written whole again is what its events have made of it.");
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void event(Decision decision, LiveJob job, JobEvent event) {
        if (event instanceof JobCarried e) {
            Optional<LiveJob> carried = carriedJob.read(job.key(), e.state());
            if (carried.isEmpty()) {
                tally.notCheckable();
                return;
            }
            tally.checked();
            Shown found = Shown.of(carried.get());
            Shown expected = Shown.of(job);
            if (!found.equals(expected)) {
                tally.violation(
                        decision.place(),
                        job.key(),
                        "the job is carried as " + found + "; its events make it " + expected);
            }
        }
    }

    private record Shown(Standing standing, Plan plan, long opened, long attempts, List<Fire> fires) {
        static Shown of(LiveJob job) {
            List<Fire> fires = new ArrayList<>();
            for (OpenFire fire : job.fires()) {
                List<Shard> shards = new ArrayList<>();
                for (OpenShard shard : fire.shards()) {
                    shards.add(new Shard(
                            shard.state(), shard.attempts(), shard.lease(), Optional.ofNullable(shard.retryAt())));
                }
                fires.add(new Fire(fire.number(), fire.dueAt(), fire.held(), shards));
            }
            return new Shown(job.standing(), job.plan(), job.opened(), job.handedOut(), fires);
        }
    }

    private record Fire(long number, Instant dueAt, boolean held, List<Shard> shards) {}

    private record Shard(OpenShard.State state, int attempts, Optional<Lease> lease, Optional<Instant> retryAt) {}
}
