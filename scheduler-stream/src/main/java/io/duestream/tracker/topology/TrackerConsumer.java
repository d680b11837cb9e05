package io.duestream.tracker.topology;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * The main consumer of a stream thread. It fetches feedback before commands, as Streams alone only orders what has been
 * fetched, and a consumer drains one partition's fetch before the next: under a backlog of commands results would wait
 * for seconds (seen on 4.3.1). And it polls no longer than to the thread's next wake.
 */
final class TrackerConsumer implements InvocationHandler {
    private final Consumer<byte[], byte[]> consumer;
    private final String urgentTopic;
    private final StreamThreads threads;
    /** What Streams has paused; also from a rebalance listener that runs inside a poll of ours. */
    private final Set<TopicPartition> pausedByStreams = new HashSet<>();

    private TrackerConsumer(Consumer<byte[], byte[]> consumer, String urgentTopic, StreamThreads threads) {
        this.consumer = consumer;
        this.urgentTopic = urgentTopic;
        this.threads = threads;
    }

    @SuppressWarnings("unchecked")
    static Consumer<byte[], byte[]> wrap(Consumer<byte[], byte[]> consumer, String urgentTopic, StreamThreads threads) {
        return (Consumer<byte[], byte[]>) Proxy.newProxyInstance(
                Consumer.class.getClassLoader(),
                new Class<?>[] {Consumer.class},
                new TrackerConsumer(consumer, urgentTopic, threads));
    }

    @Override
    @SuppressWarnings("unchecked")
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "poll" -> {
                return poll((Duration) arguments[0]);
            }
            case "pause" -> pausedByStreams.addAll((Collection<TopicPartition>) arguments[0]);
            case "resume" -> pausedByStreams.removeAll((Collection<TopicPartition>) arguments[0]);
            default -> {}
        }
        try {
            return method.invoke(consumer, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private ConsumerRecords<byte[], byte[]> poll(Duration asked) {
        threads.polls(consumer);
        ConsumerRecords<byte[], byte[]> urgent = pollUrgent();
        return urgent.isEmpty() ? consumer.poll(threads.pollAtMost(asked)) : urgent;
    }

    private ConsumerRecords<byte[], byte[]> pollUrgent() {
        pausedByStreams.retainAll(consumer.assignment());
        List<TopicPartition> others = new ArrayList<>();
        boolean anyUrgent = false;
        for (TopicPartition partition : consumer.assignment()) {
            if (partition.topic().equals(urgentTopic)) {
                anyUrgent = true;
            } else if (!pausedByStreams.contains(partition)) {
                others.add(partition);
            }
        }
        if (!anyUrgent || others.isEmpty()) {
            return ConsumerRecords.empty();
        }
        consumer.pause(others);
        try {
            return consumer.poll(Duration.ZERO);
        } finally {
            others.retainAll(consumer.assignment());
            others.removeAll(pausedByStreams);
            consumer.resume(others);
        }
    }
}
