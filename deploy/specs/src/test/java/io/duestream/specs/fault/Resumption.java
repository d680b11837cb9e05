package io.duestream.specs.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * When work went on after a fault: the time from the fault to the first run that an executor began of what was handed out
 * after it. A decision that executors cannot read yet, behind a transaction that nobody has ended, does not count.
 *
 * @param decided by the partition of the decision, which a tracker owns
 * @param dispatched by the dispatch partition, into which every tracker writes
 */
record Resumption(Map<Integer, Duration> decided, Map<Integer, Duration> dispatched) {
    static Resumption after(Instant fault, Stage stage) {
        Map<String, Instant> began = new HashMap<>();
        for (Run run : stage.runs()) {
            if (run.began()) {
                began.merge(run.lease(), run.at(), Resumption::earlier);
            }
        }
        Map<Integer, Duration> decided = new TreeMap<>();
        Map<Integer, Duration> dispatched = new TreeMap<>();
        for (Decisions.Dispatch each : stage.decisions().dispatches()) {
            Instant run = began.get(each.lease());
            if (each.at().isAfter(fault) && run != null) {
                Duration gap = Duration.between(fault, run);
                decided.merge(each.partition(), gap, Resumption::shorter);
                dispatched.merge(each.target(), gap, Resumption::shorter);
            }
        }
        Resumption resumption = new Resumption(decided, dispatched);
        System.out.println("resumed after " + resumption);
        return resumption;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Of the partition that waited longest; work must have gone on in all of them. */
    Duration longest() {
        assertThat(decided).as("runs of what was decided after the fault").hasSize(Stage.PARTITIONS);
        assertThat(dispatched).as("runs of what was dispatched after the fault").hasSize(Stage.PARTITIONS);
        Duration one = Collections.max(decided.values());
        Duration other = Collections.max(dispatched.values());
        return one.compareTo(other) > 0 ? one : other;
    }
}
