package io.duestream.cli.doctor;

import io.duestream.cli.doctor.StateFindings.Problem;
import io.duestream.topic.Replies;
import io.duestream.tracker.store.StateRows;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the changelogs of the trackers' stores, task by task. As many jobs at a time as fit into a bounded number of rows: a
 * long changelog is read several times over, each time for other jobs, and no more often than {@link Shares} allows; then some
 * of the jobs are not looked at, and that is said. What looks wrong is looked at again a little later,
 * since the rows of a decision come in by several partitions.
 */
final class StateReading {
    private static final int TELL_EVERY = 100_000;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private final Examination examination;
    private final Map<String, String> stores = new LinkedHashMap<>();
    private final Set<Problem> problems = new HashSet<>();
    private final Map<String, Long> jobs = new HashMap<>();
    private final Map<Integer, Shares> partly = new TreeMap<>();
    private long unreadable;

    private StateReading(Examination examination) {
        this.examination = examination;
        for (String store : StateRows.STORES) {
            stores.put(Changelogs.name(examination.topics(), store), store);
        }
        stores.keySet().retainAll(examination.topicNames());
    }

    static StateFindings of(Examination examination) {
        StateReading reading = new StateReading(examination);
        if (!reading.stores.isEmpty()) {
            reading.read();
        }
        return new StateFindings(reading.problems, reading.jobs, reading.unreadable, reading.partly);
    }

    private void read() {
        String any = stores.keySet().iterator().next();
        int tasks = Replies.await(examination
                        .admin()
                        .describeTopics(List.of(any))
                        .topicNameValues()
                        .get(any))
                .partitions()
                .size();
        try (ChangelogReader reader = new ChangelogReader(examination.connection())) {
            for (int task = 0; task < tasks; task++) {
                read(reader, task);
            }
        }
    }

    private void read(ChangelogReader reader, int task) {
        List<TopicPartition> partitions = stores.keySet().stream()
                .map(topic -> new TopicPartition(topic, task))
                .toList();
        Shares shares = Shares.of(reader.begin(partitions));
        if (!shares.all()) {
            partly.put(task, shares);
        }
        for (int share = 0; share < shares.looked(); share++) {
            int mine = share;
            StateFold fold = new StateFold(
                    key -> Math.floorMod(key.hashCode(), shares.of()) == mine,
                    examination.limits().clock().instant(),
                    examination.limits().waiting());
            reader.begin(partitions);
            readInto(reader, fold, task);
            Set<Problem> found = fold.problems();
            if (!found.isEmpty()) {
                Pause.of(LOOK_AGAIN);
                readInto(reader, fold, task);
                found.retainAll(fold.problems());
            }
            problems.addAll(found);
            fold.countInto(jobs);
            unreadable += fold.unreadable();
        }
    }

    private void readInto(ChangelogReader reader, StateFold fold, int task) {
        reader.readToEnd(record -> {
            if (reader.read() % TELL_EVERY == 0) {
                examination.progress("rows of task " + task + ": " + reader.read() + " read");
            }
            take(fold, record);
        });
    }

    private void take(StateFold fold, ConsumerRecord<byte[], byte[]> record) {
        fold.take(stores.get(record.topic()), record.key(), record.value());
    }
}
