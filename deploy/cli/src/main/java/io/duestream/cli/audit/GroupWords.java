package io.duestream.cli.audit;

import io.duestream.job.GroupSettings;
import io.duestream.job.SettingsInForce;
import io.duestream.record.event.AdmissionChanged;
import io.duestream.record.event.GroupDescribed;
import io.duestream.record.event.GroupSettingsChanged;
import io.duestream.record.event.GroupsDescribed;
import io.duestream.record.event.JobEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what an event means that concerns a group, in a line for a person. */
final class GroupWords {
    private GroupWords() {}

    static Optional<String> of(JobEvent event) {
        if (event instanceof GroupSettingsChanged changed) {
            SettingsInForce now = changed.inForce();
            return Optional.of("group " + changed.group() + " goes by settings " + now.version() + ": "
                    + settings(now.settings()) + (now.by().isEmpty() ? "" : ", by " + now.by())
                    + EventWords.because(now.reason()));
        }
        if (event instanceof AdmissionChanged changed) {
            return Optional.of("group " + changed.group() + ": " + EventWords.words(changed.change())
                    + changed.jobId()
                            .map(job -> ", job " + job + " fire " + changed.fire() + " shard " + changed.shard())
                            .orElse(", partition " + changed.partition())
                    + "; " + changed.open() + " out, " + changed.queued() + " ask");
        }
        if (event instanceof GroupDescribed described) {
            return Optional.of(
                    "group " + described.group() + ": " + described.waiting() + " wait, " + described.open() + " out");
        }
        return event instanceof GroupsDescribed ? Optional.of("told what it knows of its groups") : Optional.empty();
    }

    static String settings(GroupSettings settings) {
        List<String> words = new ArrayList<>();
        words.add(settings.paused() ? "paused" : "not paused");
        words.add(settings.ratePerSecond().map(rate -> "rate " + rate + "/s").orElse("no rate"));
        words.add(settings.concurrency()
                .map(concurrency -> "concurrency " + concurrency)
                .orElse("no concurrency"));
        settings.minInFlight().ifPresent(least -> words.add("min in flight " + least));
        settings.maxInFlight().ifPresent(most -> words.add("max in flight " + most));
        return String.join(", ", words);
    }
}
