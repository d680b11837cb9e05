package io.duestream.tracker.simulation;

import io.duestream.job.JobKey;
import io.duestream.record.event.JobEvent;
import io.duestream.tracker.core.Decision;
import io.duestream.tracker.core.Input;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.JobFold;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Rules with one mistake in them.
 *
 * @param mistake what is wrong
 * @param caughtBy the invariant that has to notice
 * @param rules the rules
 */
record Mutant(String mistake, Class<?> caughtBy, Rules rules) {
    /** The rules as they are, for others to spoil. */
    static class Sound implements Rules {
        private final Rules rules = Rules.production();

        @Override
        public Decision decide(JobKey key, Optional<Job> before, Input input, Instant now) {
            return rules.decide(key, before, input, now);
        }
    }

    /** A mistake in what is decided. */
    interface Spoilt {
        Decision decide(Rules sound, JobKey key, Optional<Job> before, Input input, Instant now);
    }

    static Mutant deciding(String mistake, Class<?> caughtBy, Spoilt spoilt) {
        Rules sound = Rules.production();
        return new Mutant(
                mistake, caughtBy, (key, before, input, now) -> spoilt.decide(sound, key, before, input, now));
    }

    /** A mistake in what is stated; the state is right. */
    static Mutant stating(String mistake, Class<?> caughtBy, UnaryOperator<List<JobEvent>> spoilt) {
        return deciding(mistake, caughtBy, (sound, key, before, input, now) -> {
            Decision decision = sound.decide(key, before, input, now);
            return new Decision(spoilt.apply(decision.events()), decision.after());
        });
    }

    /** A decision whose state follows from its events. */
    static Decision folded(Optional<Job> before, List<JobEvent> events) {
        Optional<Job> after = before;
        for (JobEvent event : events) {
            after = JobFold.apply(after, event);
        }
        return new Decision(events, after);
    }

    @Override
    public String toString() {
        return mistake + " -> " + caughtBy.getSimpleName();
    }
}
