package io.duestream.cluster;

import io.duestream.cluster.WatchedTree.Snapshot;
import io.duestream.job.GroupSettings;
import io.duestream.topic.Topics;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;

/**
 * The node groups that executors have registered, kept in ZooKeeper, so that the master of the trackers makes their
 * dispatch topics. The settings beside a name decide nothing: those that hold are in the log of the group's owner, and
 * {@code registered} says only that a topic is wanted. Reading never waits; registering answers by a future that is completed once ZooKeeper has stored it, however long it is away. Bound your own waiting
 * with {@link CompletableFuture#get(long, java.util.concurrent.TimeUnit)}.
 *
 * <p>Thread-safe. Futures are completed on a thread of the ZooKeeper client.
 */
public final class GroupRegistry implements AutoCloseable {
    /** Settings of a group about which nothing else is said. */
    public static final GroupSettings DEFAULTS =
            new GroupSettings(true, false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private final CuratorFramework curator;
    private final Paths paths;
    private final WatchedTree<GroupSettings> tree;

    GroupRegistry(CuratorFramework curator, Paths paths) {
        this.curator = curator;
        this.paths = paths;
        this.tree = new WatchedTree<>(curator, paths.groups(), 1, Json::settings);
    }

    GroupRegistry start() {
        tree.start();
        return this;
    }

    /** All groups; empty if ZooKeeper was never reached, which is not the same as no groups. */
    public Optional<RegisteredGroups> groups() {
        return tree.snapshot().map(this::groups);
    }

    /** The settings of a group; empty if it is not known, or not readable, or ZooKeeper was never reached. */
    public Optional<GroupSettings> get(String group) {
        return tree.snapshot().map(snapshot -> snapshot.values().get(paths.group(group)));
    }

    /**
     * Calls {@code listener} with each later state, on a thread of the ZooKeeper client, so it must not wait for long.
     * What it throws is logged.
     */
    public void addListener(Consumer<RegisteredGroups> listener) {
        tree.addListener(snapshot -> listener.accept(groups(snapshot)));
    }

    private RegisteredGroups groups(Snapshot<GroupSettings> snapshot) {
        int prefix = paths.groups().length() + 1;
        Map<String, GroupSettings> settings = snapshot.values().entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().substring(prefix), Map.Entry::getValue));
        return new RegisteredGroups(settings, ClusterView.problems(snapshot.problems()), snapshot.stale());
    }

    /**
     * Registers a group: with {@link #DEFAULTS} if it is new, and with the settings it has if it is known. A group whose
     * settings cannot be read gets the defaults.
     *
     * @return the settings it has then; fails with Curator's or ZooKeeper's exception
     * @throws IllegalArgumentException if the name is not valid
     */
    public CompletableFuture<GroupSettings> register(String group) {
        CompletableFuture<GroupSettings> done = new CompletableFuture<>();
        create(requirePath(group), done);
        return done;
    }

    private void create(String path, CompletableFuture<GroupSettings> done) {
        attempt(
                done,
                () -> curator.create()
                        .creatingParentsIfNeeded()
                        .inBackground((client, event) -> {
                            if (event.getResultCode() == Code.NODEEXISTS.intValue()) {
                                registerKnown(path, done);
                            } else if (succeeded(event, done)) {
                                done.complete(DEFAULTS);
                            }
                        })
                        .forPath(path, Json.write(DEFAULTS)));
    }

    private void registerKnown(String path, CompletableFuture<GroupSettings> done) {
        attempt(
                done,
                () -> curator.getData()
                        .inBackground((client, event) -> {
                            if (event.getResultCode() == Code.NONODE.intValue()) {
                                create(path, done);
                            } else if (succeeded(event, done)) {
                                storeRegistered(path, event, done);
                            }
                        })
                        .forPath(path));
    }

    private void storeRegistered(String path, CuratorEvent known, CompletableFuture<GroupSettings> done) {
        GroupSettings settings = registered(known.getData());
        byte[] json = Json.write(settings);
        // The version keeps a change that somebody makes at the same moment.
        attempt(
                done,
                () -> curator.setData()
                        .withVersion(known.getStat().getVersion())
                        .inBackground((client, event) -> {
                            int code = event.getResultCode();
                            if (code == Code.BADVERSION.intValue() || code == Code.NONODE.intValue()) {
                                create(path, done);
                            } else if (succeeded(event, done)) {
                                done.complete(settings);
                            }
                        })
                        .forPath(path, json));
    }

    private static GroupSettings registered(byte[] json) {
        try {
            GroupSettings known = Json.settings(json);
            return new GroupSettings(
                    true,
                    known.paused(),
                    known.ratePerSecond(),
                    known.concurrency(),
                    known.minInFlight(),
                    known.maxInFlight());
        } catch (UnreadableNodeException e) {
            return DEFAULTS;
        }
    }

    private String requirePath(String group) {
        if (!Topics.validName(group)) {
            throw new IllegalArgumentException(
                    "group '" + group + "' is not a valid name; expected 1 to 64 of A-Z a-z 0-9 _ -");
        }
        return paths.group(group);
    }

    private static boolean succeeded(CuratorEvent event, CompletableFuture<?> done) {
        Code code = Code.get(event.getResultCode());
        if (code == Code.OK) {
            return true;
        }
        done.completeExceptionally(KeeperException.create(code, event.getPath()));
        return false;
    }

    /** A call to Curator, which declares every exception. */
    @FunctionalInterface
    private interface Call {
        Object run() throws Exception;
    }

    private static void attempt(CompletableFuture<?> done, Call call) {
        try {
            call.run();
        } catch (Exception e) {
            done.completeExceptionally(e);
        }
    }

    /** Ends the watching; the last state stays readable. */
    @Override
    public void close() {
        tree.close();
    }
}
