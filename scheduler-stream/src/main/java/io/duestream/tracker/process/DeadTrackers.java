package io.duestream.tracker.process;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the transactions that trackers left open when they died: readers of committed records wait at the first open one,
 * and the brokers would end it only after its time-out. To be run each second, beside the stream threads.
 *
 * <p>A process begins a transaction only as a member of the group. So whoever had one open before the members were asked
 * for, and is not among them, is dead or was put out of the group; such a one can commit nothing any more.
 */
final class DeadTrackers implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(DeadTrackers.class);
    /** A living tracker commits within milliseconds; the group is asked only where one does not. */
    private static final Duration SUSPECT_AFTER = Duration.ofSeconds(1);

    private final StreamsProcess self;
    private final Function<Duration, Set<String>> open;
    private final Function<Collection<String>, Map<String, Set<String>>> members;
    private final Consumer<Set<String>> fence;
    private String lastProblem = "";

    /**
     * What the brokers are asked.
     *
     * @param open transactional ids whose transaction has been open for that long
     * @param members client ids in consumer groups; a group of which nothing is known is left out
     * @param fence ends transactions
     */
    record Brokers(
            Function<Duration, Set<String>> open,
            Function<Collection<String>, Map<String, Set<String>>> members,
            Consumer<Set<String>> fence) {}

    /**
     * Looks after the processes of an application.
     *
     * @param self this process
     */
    DeadTrackers(StreamsProcess self, Brokers brokers) {
        this.self = self;
        this.open = brokers.open();
        this.members = brokers.members();
        this.fence = brokers.fence();
    }

    /**
     * Ends what this process left open when it was killed. To be called while no thread of it writes; nobody else can be
     * running under its id, as Kafka Streams holds the lock of the state folder.
     */
    void fenceOwnPast() {
        try {
            fence(ofApplication(Duration.ZERO, process -> process.equals(self)), "this process's last life");
        } catch (KafkaException e) {
            LOG.warn("what this process may have left open waits for its time-out: {}", e.getMessage());
        }
    }

    @Override
    public void run() {
        try {
            Set<String> suspects = ofApplication(SUSPECT_AFTER, process -> !process.equals(self));
            if (suspects.isEmpty()) {
                return;
            }
            Set<String> present = members.apply(Set.of(self.application())).getOrDefault(self.application(), Set.of());
            // Only a member knows that it sees the living group.
            if (self.among(present)) {
                suspects.removeIf(id -> process(id).orElseThrow().among(present));
                fence(suspects, "trackers that left the group");
            }
            lastProblem = "";
        } catch (KafkaException e) {
            if (!lastProblem.equals(e.getMessage())) {
                lastProblem = e.getMessage();
                LOG.warn("what dead trackers leave open waits for its time-out, or a later look: {}", lastProblem);
            }
        }
    }

    private Set<String> ofApplication(Duration openFor, Predicate<StreamsProcess> which) {
        Set<String> ids = new TreeSet<>(open.apply(openFor));
        ids.removeIf(id -> process(id).filter(which).isEmpty());
        return ids;
    }

    private Optional<StreamsProcess> process(String transactionalId) {
        return StreamsProcess.writing(transactionalId, self.application());
    }

    private void fence(Set<String> ids, String whose) {
        if (!ids.isEmpty()) {
            fence.accept(ids);
            LOG.warn("ended the open transactions of {}: {}", whose, ids);
        }
    }
}
