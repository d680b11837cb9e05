package io.duestream.specs.architecture.wrong.tracker.core;

/** Stands for the state of a job. */
public record Job(int fires) {
    public Job withFires(int changed) {
        return new Job(changed);
    }
}
