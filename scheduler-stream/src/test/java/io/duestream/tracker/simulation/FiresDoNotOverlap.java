package io.duestream.tracker.simulation;

import io.duestream.job.OverlapPolicy;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.FireReleased;
import io.duestream.record.event.JobEvent;
import io.duestream.tracker.core.Fire;
import io.duestream.tracker.core.Job;
import java.util.List;
import java.util.Optional;

/** Under any overlap policy but ALLOW no fire goes while another one of the job does, and never more than 16 are open. */
final class FiresDoNotOverlap implements Invariant {
    private static final int MOST = 16;

    @Override
    public void decided(Decided step, Findings findings) {
        step.forEachEvent((job, event) -> judge(step, job, event, findings));
        int open = step.jobAfter().map(job -> job.fires().size()).orElse(0);
        if (open > MOST) {
            findings.add(getClass(), step.key(), open + " fires are open");
        }
    }

    private void judge(Decided step, Optional<Job> job, JobEvent event, Findings findings) {
        long goes =
                event instanceof FireReleased e ? e.fire() : event instanceof FireOpened e && !e.held() ? e.fire() : 0;
        if (goes == 0 || job.isEmpty()) {
            return;
        }
        OverlapPolicy overlap = job.get().definition().firing().overlap();
        List<Long> others = job.get().fires().stream()
                .filter(fire -> !fire.held() && fire.number() != goes)
                .map(Fire::number)
                .toList();
        if (overlap != OverlapPolicy.ALLOW && !others.isEmpty()) {
            findings.add(getClass(), step.key(), "under " + overlap + " fire " + goes + " goes beside " + others);
        }
    }
}
