package io.duestream.specs.fault;

import io.duestream.codec.MalformedRecordException;
import io.duestream.codec.RecordCodec;
import io.duestream.record.AuditRecord;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.AttemptStarted;
import io.duestream.record.event.JobEvent;
import io.duestream.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The committed decisions of a cluster, read as they come, also over a restart of the brokers. Thread-safe. */
final class Decisions implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;
    private final Map<String, JobFacts> jobs = new HashMap<>();
    private final List<Dispatch> dispatches = new ArrayList<>();
    private final Map<Integer, String> trackers = new HashMap<>();
    private final List<Stated> events = new ArrayList<>();
    private volatile boolean closed;
    private RuntimeException failure;

    /**
     * An attempt was handed out.
     *
     * @param group of the job
     * @param lease of the attempt, as {@link Run#lease()}
     * @param partition of the decision
     * @param target the dispatch partition
     * @param tracker who decided
     * @param at when, on the tracker's clock
     * @param appendedAt when the decision was appended, on the broker's clock
     */
    record Dispatch(
            String group, String lease, int partition, int target, String tracker, Instant at, Instant appendedAt) {}

    /** What a tracker said of a partition of its own. */
    private record Stated(int partition, String tracker, JobEvent event) {}

    Decisions(String bootstrapServers, Topics topics) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topics.audit().name()).stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread = new Thread(this::read, "decisions");
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        RecordCodec<AuditRecord> codec = RecordCodec.of(AuditRecord.class);
        try (consumer) {
            while (!closed) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    read(record, codec);
                }
            }
        } catch (WakeupException e) {
            // close() wakes the poll
        } catch (RuntimeException e) {
            synchronized (this) {
                failure = e;
            }
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> record, RecordCodec<AuditRecord> codec) {
        try {
            take(record, codec.decode(record.value()));
        } catch (MalformedRecordException e) {
            // Garbage that a specification has thrown there; the proof counts it.
        }
    }

    private synchronized void take(ConsumerRecord<byte[], byte[]> read, AuditRecord record) {
        trackers.put(read.partition(), record.tracker());
        for (JobEvent event : record.events()) {
            if (record.group().startsWith("~")) {
                events.add(new Stated(read.partition(), record.tracker(), event));
                continue;
            }
            jobs.computeIfAbsent(record.key().toString(), key -> new JobFacts()).take(event);
            if (event instanceof AttemptDispatched dispatched) {
                dispatches.add(new Dispatch(
                        record.group(),
                        record.key() + " " + dispatched.token(),
                        read.partition(),
                        dispatched.partition(),
                        record.tracker(),
                        dispatched.dispatchedAt(),
                        Instant.ofEpochMilli(read.timestamp())));
            }
        }
    }

    private synchronized <T> T ask(Function<Decisions, T> question) {
        if (failure != null) {
            throw new IllegalStateException("the log cannot be read", failure);
        }
        return question.apply(this);
    }

    /** What is known of a job; nothing may be known yet. */
    synchronized JobFacts of(String key) {
        return jobs.getOrDefault(key, new JobFacts());
    }

    /** Keys of all jobs seen. */
    Set<String> keys() {
        return ask(all -> Set.copyOf(all.jobs.keySet()));
    }

    /** How many jobs have been accepted. */
    long accepted() {
        return count(facts -> facts.accepted() > 0);
    }

    /** How many jobs have ended. */
    long ended() {
        return count(facts -> facts.ended() > 0);
    }

    /** How many jobs are as asked. */
    long count(Predicate<JobFacts> asked) {
        return ask(all -> all.jobs.values().stream().filter(asked).count());
    }

    /** How many jobs, whose keys begin in some way, are as asked. */
    long count(String prefix, Predicate<JobFacts> asked) {
        return ask(all -> all.jobs.entrySet().stream()
                .filter(each -> each.getKey().startsWith(prefix))
                .filter(each -> asked.test(each.getValue()))
                .count());
    }

    /** How many attempts have been handed out. */
    int dispatched() {
        return ask(all -> all.dispatches.size());
    }

    /** All attempts that have been handed out, in the order they were read. */
    List<Dispatch> dispatches() {
        return ask(all -> List.copyOf(all.dispatches));
    }

    /** Into which partition each attempt was handed out, by {@link Run#lease()}. */
    Map<String, Integer> dispatchPartitions() {
        return byLease(AttemptDispatched::partition);
    }

    /** When each attempt was handed out, by {@link Run#lease()}. */
    Map<String, Instant> dispatchTimes() {
        return byLease(AttemptDispatched::dispatchedAt);
    }

    private <T> Map<String, T> byLease(Function<AttemptDispatched, T> asked) {
        return ask(all -> {
            Map<String, T> answers = new HashMap<>();
            all.jobs.forEach((key, facts) ->
                    facts.attempts().forEach(each -> answers.put(key + " " + each.token(), asked.apply(each))));
            return answers;
        });
    }

    /** What was reported as started later than that, on the executors' clock. */
    List<AttemptStarted> startedAfter(Instant time) {
        return ask(all -> all.jobs.values().stream()
                .flatMap(facts -> facts.started().stream())
                .filter(start -> start.startedAt().isAfter(time))
                .toList());
    }

    /** What the trackers said of themselves: notices, markers, the ends of catching up. */
    <E extends JobEvent> List<E> events(Class<E> kind) {
        return ask(all -> all.events.stream()
                .map(Stated::event)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList());
    }

    /** What one tracker said of its partitions, by partition. */
    <E extends JobEvent> Map<Integer, List<E>> events(Class<E> kind, String tracker) {
        return ask(all -> all.events.stream()
                .filter(each -> each.tracker().equals(tracker) && kind.isInstance(each.event()))
                .collect(Collectors.groupingBy(
                        Stated::partition, Collectors.mapping(each -> kind.cast(each.event()), Collectors.toList()))));
    }

    /** Who decided last, by partition. */
    Map<Integer, String> trackers() {
        return ask(all -> Map.copyOf(all.trackers));
    }

    /** From a fault to the first dispatch decided after it, by partition of the decision; in the log's own times. */
    Map<Integer, Duration> resumedAfter(Instant fault) {
        Map<Integer, Duration> resumed = new TreeMap<>();
        for (Dispatch dispatch : dispatches()) {
            if (dispatch.at().isAfter(fault)) {
                resumed.merge(
                        dispatch.partition(),
                        Duration.between(fault, dispatch.appendedAt()),
                        (one, other) -> one.compareTo(other) < 0 ? one : other);
            }
        }
        return resumed;
    }

    /** The longest time between two dispatches that follow each other, on the brokers' clock. */
    Duration longestGap() {
        return longestGap(dispatches().stream());
    }

    /** The same for what was handed out between two times. */
    Duration longestGap(Instant from, Instant to) {
        return longestGap(dispatches().stream()
                .filter(each ->
                        each.appendedAt().isAfter(from) && each.appendedAt().isBefore(to)));
    }

    /** The same for a group, from a fault on until some time; also from the fault to the first dispatch after it. */
    Duration longestGap(String group, Instant fault, Instant to) {
        return longestOf(Stream.concat(
                Stream.of(fault),
                dispatches().stream()
                        .filter(each -> each.group().equals(group))
                        .map(Dispatch::appendedAt)
                        .filter(at -> at.isAfter(fault) && at.isBefore(to))));
    }

    private static Duration longestGap(Stream<Dispatch> dispatches) {
        return longestOf(dispatches.map(Dispatch::appendedAt));
    }

    private static Duration longestOf(Stream<Instant> unsorted) {
        List<Instant> times = unsorted.sorted().toList();
        Duration longest = Duration.ZERO;
        for (int i = 1; i < times.size(); i++) {
            Duration gap = Duration.between(times.get(i - 1), times.get(i));
            longest = gap.compareTo(longest) > 0 ? gap : longest;
        }
        return longest;
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
    }
}
