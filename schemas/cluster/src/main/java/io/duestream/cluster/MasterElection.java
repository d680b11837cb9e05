package io.duestream.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's standing for master of its role and group: from when ZooKeeper is reached, again after a lost session, until
 * closed. A connection that is suspended changes nothing; only a lost session ends a mastership. Nothing here waits for
 * ZooKeeper.
 *
 * <p>Thread-safe.
 */
public final class MasterElection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MasterElection.class);
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(2);

    private final NodeInfo node;
    private final LeaderLatch latch;
    private final WatchedTree<String> candidates;
    private final List<MasterChangeListener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ExecutorService teller;
    private volatile Thread tellerThread;
    private volatile MasterChange last;

    MasterElection(CuratorFramework curator, Paths paths, NodeInfo node) {
        String path = paths.masters(node);
        this.node = node;
        this.latch = new LeaderLatch(curator, path, node.id(), LeaderLatch.CloseMode.SILENT);
        this.candidates = new WatchedTree<>(curator, path, 1, Candidates::nodeId);
        this.last = new MasterChange(node.role(), node.group(), Optional.empty(), false);
        this.teller = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "master-change-" + node.id());
            thread.setDaemon(true);
            tellerThread = thread;
            return thread;
        });
    }

    MasterElection start() {
        latch.addListener(new LeaderLatchListener() {
            @Override
            public void isLeader() {
                look();
            }

            @Override
            public void notLeader() {
                look();
            }
        });
        candidates.addListener(snapshot -> look());
        candidates.start();
        try {
            latch.start();
        } catch (Exception e) {
            throw new IllegalStateException("the election of a master could not be started", e);
        }
        return this;
    }

    /** Whether this node is master now, as far as it knows. Never waits. */
    public boolean isMaster() {
        return latch.hasLeadership();
    }

    /** Node id of the master, as this node was told last; empty if none is known. */
    public Optional<String> master() {
        return last.master();
    }

    /** Tells {@code listener} who is master, now if one is known, and after each change. */
    public void addListener(MasterChangeListener listener) {
        soon(() -> {
            listeners.add(listener);
            if (last.master().isPresent()) {
                tell(listener, last);
            }
        });
    }

    private void look() {
        soon(this::compare);
    }

    private void soon(Runnable work) {
        try {
            teller.execute(work);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed meanwhile", e);
        }
    }

    private void compare() {
        if (closed.get()) {
            return;
        }
        boolean self = latch.hasLeadership();
        Optional<String> first = candidates.snapshot().flatMap(snapshot -> Candidates.first(snapshot.values()));
        // The node of a session that is gone stays for a while, and says nothing about this process.
        Optional<String> master = self ? Optional.of(node.id()) : first.filter(id -> !id.equals(node.id()));
        MasterChange now = new MasterChange(node.role(), node.group(), master, self);
        if (now.equals(last)) {
            return;
        }
        last = now;
        LOG.info(
                "master of role {}{}: {}{}",
                node.role().label(),
                node.group().isEmpty() ? "" : " in group " + node.group(),
                master.orElse("none known"),
                self ? ", this node" : "");
        listeners.forEach(listener -> tell(listener, now));
    }

    /** Whoever acts as master must stop before another one begins. */
    private void end() {
        if (last.self()) {
            last = new MasterChange(node.role(), node.group(), Optional.empty(), false);
            listeners.forEach(listener -> tell(listener, last));
        }
    }

    private void awaitTold() {
        if (Thread.currentThread() == tellerThread) {
            return;
        }
        try {
            if (!teller.awaitTermination(TOLD_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn(
                        "a listener of master changes takes longer than {}; the mastership ends all the same",
                        TOLD_WITHIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void tell(MasterChangeListener listener, MasterChange now) {
        try {
            listener.masterChanged(now);
        } catch (RuntimeException e) {
            LOG.error("a listener of master changes failed; the others are told all the same", e);
        }
    }

    /**
     * Stands no more. If this node was master its listeners are told first that it is not, and waited for, for at most two
     * seconds; another candidate becomes master as soon as ZooKeeper has been told.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        soon(this::end);
        teller.shutdown();
        awaitTold();
        try {
            latch.close();
        } catch (IOException e) {
            LOG.debug("the candidate goes with its session", e);
        }
        candidates.close();
    }
}
