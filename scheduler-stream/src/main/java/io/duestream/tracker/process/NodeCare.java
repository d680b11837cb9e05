package io.duestream.tracker.process;

import io.duestream.record.command.NoticeKind;
import io.duestream.topic.Topics;
import io.duestream.tracker.topology.RunningNodes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;

/**
 * Looks after the nodes of a cluster each second, beside the stream threads. Each look has a thread of its own: brokers may
 * take seconds to answer one, and the others must not wait for that.
 */
final class NodeCare implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration STRANDED_EVERY = Duration.ofSeconds(2);

    private final NodeWatch watch = new NodeWatch(System::nanoTime);
    private final GroupMembers members;
    private final List<Chores> looks = new CopyOnWriteArrayList<>();

    NodeCare(Admin admin) {
        this.members = new GroupMembers(admin);
    }

    /** What has to be told of node reports. */
    NodeReports.Listener listener() {
        return watch;
    }

    GroupMembers members() {
        return members;
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

    /** Begins to look for trackers that died with a transaction open. */
    void fenceDead(DeadTrackers dead) {
        look("tracker-dead-trackers", LOOK_EVERY, dead);
    }

    /** Begins to look for transactions that nobody would end. */
    void endStranded(Admin admin, Topics topics) {
        look("tracker-stranded", STRANDED_EVERY, new StrandedTransactions(new PartitionTransactions(admin, topics)));
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
