package io.duestream.tracker.simulation;

import io.duestream.record.event.AttemptEnd;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.FireEnd;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.ShardEnded;
import io.duestream.tracker.core.Attempt;
import io.duestream.tracker.core.Shard;
import java.util.List;

/** A lost node ends a shard only if nothing else ran there beside it: whatever else ran may be what ended the node. */
final class NobodyPaysForOthers implements Invariant {
    private final Company company;

    NobodyPaysForOthers(Company company) {
        this.company = company;
    }

    @Override
    public void decided(Decided step, Findings findings) {
        List<JobEvent> events = step.decision().events();
        for (int i = 1; i < events.size(); i++) {
            if (events.get(i) instanceof ShardEnded ended
                    && ended.end() == FireEnd.FAILED
                    && events.get(i - 1) instanceof AttemptEnded lost
                    && lost.end() == AttemptEnd.LOST) {
                judge(step, ended, findings);
            }
        }
    }

    private void judge(Decided step, ShardEnded ended, Findings findings) {
        Attempt attempt = step.jobBefore()
                .flatMap(job -> job.shard(ended.fire(), ended.shard()))
                .flatMap(Shard::attempt)
                .orElseThrow();
        if (company.had(attempt.node(), attempt.token())) {
            findings.add(getClass(), step.key(), ended + " after " + attempt + ", beside which others ran");
        }
    }
}
