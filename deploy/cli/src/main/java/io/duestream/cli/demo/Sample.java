package io.duestream.cli.demo;

import io.duestream.job.JobKey;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A job of the demo and what is to become of it.
 *
 * @param keys the jobs it submits, the one that is shown first
 * @param shows what it is to show, in a few words
 * @param expected what is to become of it, for a person
 * @param met whether that has come to be; asked again whenever something happened
 * @param submission what submits it
 */
record Sample(List<JobKey> keys, String shows, String expected, Predicate<Seen> met, Consumer<DemoClient> submission) {
    /** Copies the keys. */
    Sample {
        keys = List.copyOf(keys);
    }

    Sample(JobKey key, String shows, String expected, Predicate<Seen> met, Consumer<DemoClient> submission) {
        this(List.of(key), shows, expected, met, submission);
    }

    JobKey key() {
        return keys.get(0);
    }
}
