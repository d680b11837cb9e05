package io.duestream.specs.architecture.wrong.tracker.topology;

import io.duestream.specs.architecture.wrong.tracker.core.Job;
import java.util.function.UnaryOperator;

final class ChangesAJob {
    private ChangesAJob() {}

    static Job make() {
        return new Job(1);
    }

    static UnaryOperator<Job> change() {
        return job -> job.withFires(2);
    }
}
