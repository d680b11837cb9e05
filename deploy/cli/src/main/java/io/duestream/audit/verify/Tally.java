package io.duestream.audit.verify;

import io.duestream.audit.log.Place;
import io.duestream.job.JobKey;
import java.util.Optional;
import java.util.function.Consumer;

/** Counts what one check does. */
final class Tally {
    private final String name;
    private final String sentence;
    private final Consumer<Violation> found;
    private long checked;
    private long notCheckable;
    private long violations;

    Tally(String name, String sentence, Consumer<Violation> found) {
        this.name = name;
        this.sentence = sentence;
        this.found = found;
    }

    void checked() {
        checked++;
    }

    void checked(long times) {
        checked += times;
    }

    void notCheckable() {
        notCheckable++;
    }

    void notCheckable(long times) {
        notCheckable += times;
    }

    void violation(Place place, JobKey job, String words) {
        violation(place, Optional.of(job), words);
    }

    void violation(Place place, Optional<JobKey> job, String words) {
        violations++;
        found.accept(new Violation(name, place, job, words));
    }

    CheckResult result() {
        return new CheckResult(name, sentence, checked, notCheckable, violations);
    }
}
