package io.duestream.feedback;

import io.duestream.topic.TopicReport;
import io.duestream.topic.TopicSpec;
import io.duestream.topic.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which client groups can be written to. A group whose topic the brokers refuse is tried a few times and then left alone
 * for a while, so that it cannot hold back the others. An outage of the brokers refuses nobody. For one thread.
 */
final class Destinations {
    static final int MAX_ATTEMPTS = 3;
    static final Duration REFUSED_FOR = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Destinations.class);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Topics topics;
    private final Function<Collection<TopicSpec>, TopicReport> provisioner;
    private final LongSupplier nanos;
    private final Consumer<Duration> pause;
    private final Set<String> ready = new HashSet<>();
    private final Map<String, Refusal> refused = new HashMap<>();
    private final Map<String, Integer> failures = new HashMap<>();
    private final AtomicBoolean forget = new AtomicBoolean();

    /**
     * @param provisioner makes missing topics; throws if the brokers cannot be reached
     * @param nanos time that only moves forward
     * @param pause waits between two attempts
     */
    Destinations(
            Topics topics,
            Function<Collection<TopicSpec>, TopicReport> provisioner,
            LongSupplier nanos,
            Consumer<Duration> pause) {
        this.topics = topics;
        this.provisioner = provisioner;
        this.nanos = nanos;
        this.pause = pause;
    }

    private record Refusal(long untilNanos, String reason) {}

    /**
     * Why a client group cannot be written to; empty if its topic is there, made just now or before.
     *
     * @throws KafkaException if the brokers cannot be reached
     */
    Optional<String> problem(String clientGroup) {
        if (forget.getAndSet(false)) {
            forget();
        }
        if (ready.contains(clientGroup)) {
            return Optional.empty();
        }
        if (!Topics.validName(clientGroup)) {
            return Optional.of(
                    "client group '" + clientGroup + "' is not a valid name; expected 1 to 64 of A-Z a-z 0-9 _ -");
        }
        Refusal refusal = refused.get(clientGroup);
        if (refusal != null) {
            if (nanos.getAsLong() - refusal.untilNanos() < 0) {
                return Optional.of(refusal.reason());
            }
            refused.remove(clientGroup);
        }
        return make(clientGroup);
    }

    private Optional<String> make(String clientGroup) {
        TopicSpec spec = topics.outcomes(clientGroup);
        for (int attempt = 1; ; attempt++) {
            TopicReport.Topic topic = ensure(spec);
            if (topic.exists()) {
                topic.problems().forEach(problem -> LOG.warn("{} {}", spec.name(), problem));
                ready.add(clientGroup);
                return Optional.empty();
            }
            String reason = spec.name() + " " + String.join("; ", topic.problems());
            if (attempt == MAX_ATTEMPTS) {
                refuse(clientGroup, reason);
                return Optional.of(reason);
            }
            pause.accept(PAUSE);
        }
    }

    /**
     * Makes sure that dead letters can be written.
     *
     * @throws KafkaException if they cannot: then nothing may be put aside
     */
    void requireDeadLetters() {
        TopicSpec spec = topics.deadLetters();
        if (ready.contains(spec.name())) {
            return;
        }
        TopicReport.Topic topic = ensure(spec);
        if (!topic.exists()) {
            throw new KafkaException(spec.name() + " " + String.join("; ", topic.problems()));
        }
        ready.add(spec.name());
    }

    private TopicReport.Topic ensure(TopicSpec spec) {
        return provisioner.apply(List.of(spec)).topic(spec.name()).orElseThrow();
    }

    /** A record for the group was refused by the brokers, though its topic was there. */
    void refusedRecord(String clientGroup, String reason) {
        if (failures.merge(clientGroup, 1, Integer::sum) >= MAX_ATTEMPTS) {
            refuse(clientGroup, reason);
        }
    }

    private void refuse(String clientGroup, String reason) {
        LOG.error(
                "client group {} is told nothing for {} s, its outcomes go to {}: {}",
                clientGroup,
                REFUSED_FOR.toSeconds(),
                topics.deadLetters().name(),
                reason);
        refused.put(clientGroup, new Refusal(nanos.getAsLong() + REFUSED_FOR.toNanos(), reason));
    }

    /** Records for these groups were committed. */
    void delivered(Collection<String> clientGroups) {
        failures.keySet().removeAll(clientGroups);
    }

    /** Looks at every topic again before it is used: something failed, and one may have been deleted. */
    void forget() {
        ready.clear();
    }

    /** As {@link #forget()}, before the next use; may be called by any thread. */
    void forgetSoon() {
        forget.set(true);
    }

    /** The groups that are left alone at the moment, with the reason. */
    Map<String, String> refused() {
        Map<String, String> reasons = new HashMap<>();
        refused.forEach((group, refusal) -> reasons.put(group, refusal.reason()));
        return reasons;
    }
}
