package io.duestream.tracker.process;

import io.duestream.record.command.NoticeKind;
import io.duestream.topic.Topics;
import io.duestream.tracker.topology.RunningNodes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the nodes of a cluster each second, beside the stream threads. Each look has a thread of its own: brokers may
 * take seconds to answer one, and the others must not wait for that.
 */
final class NodeCare implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeCare.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration STRANDED_EVERY = Duration.ofSeconds(2);

    private final Admin admin;
    private final NodeWatch watch = new NodeWatch(System::nanoTime);
    private final GroupMembers members;
    private final List<Chores> looks = new CopyOnWriteArrayList<>();

    NodeCare(Admin admin) {
        this.admin = admin;
        this.members = new GroupMembers(admin);
    }

    /** What has to be told of node reports. */
    NodeReports.Listener listener() {
        return watch;
    }

    /** Begins to look for nodes that are lost while attempts run there. */
    void findLost(RunningNodes running, Topics topics, Duration grace, Notices notices) {
        LostNodeSearch.Views views = new LostNodeSearch.Views(running::loads, watch::silence, members::clientIds);
        look(
                "tracker-lost-nodes",
                LOOK_EVERY,
                new LostNodeSearch(
                        views,
                        topics,
                        grace,
                        System::nanoTime,
                        (node, tasks) -> notices.tell(NoticeKind.NODE_LOST, node, tasks)));
    }

    /**
     * Ends what the last life of this process left open, and begins to look for trackers that died with a transaction open.
     *
     * @throws TrackerStartException if the state folder cannot be read
     */
    void fenceDead(TrackerConfig config) {
        Optional<StreamsProcess> process = process(config);
        if (process.isEmpty()) {
            LOG.warn(
                    "Kafka Streams keeps no process id in {}: transactions that dead trackers left open wait for their"
                            + " time-out",
                    config.stateDir());
            return;
        }
        Transactions transactions = new Transactions(admin);
        DeadTrackers.Brokers brokers =
                new DeadTrackers.Brokers(transactions::openFor, members::clientIds, transactions::fence);
        DeadTrackers dead = new DeadTrackers(process.get(), brokers);
        dead.fenceOwnPast();
        look("tracker-dead-trackers", LOOK_EVERY, dead);
    }

    private static Optional<StreamsProcess> process(TrackerConfig config) {
        try {
            return StreamsProcess.keptIn(config.stateDir(), config.topics().trackerApplicationId());
        } catch (IOException e) {
            throw new TrackerStartException("the state folder " + config.stateDir() + " cannot be read: " + e, e);
        }
    }

    /** Begins to look for transactions that nobody would end. */
    void endStranded(PartitionTransactions transactions) {
        look("tracker-stranded", STRANDED_EVERY, new StrandedTransactions(transactions));
    }

    /** Begins to look for something, on a thread of that name. */
    void look(String thread, Duration pause, Runnable look) {
        Chores chores = new Chores(thread);
        looks.add(chores);
        chores.each(pause, look);
    }

    @Override
    public void close() {
        looks.forEach(Chores::close);
    }
}
