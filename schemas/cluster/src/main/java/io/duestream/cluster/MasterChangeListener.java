package io.duestream.cluster;

/**
 * Told who is master of this node's role and group. Each node of the group is told, not only the one concerned.
 *
 * <p>A master is for chores that one node should do for all: it is elected through ZooKeeper, so around a lost connection
 * two nodes may take themselves for master for as long as a session lasts, and without ZooKeeper there is none. What must
 * not be done twice has to be made safe otherwise.
 */
@FunctionalInterface
public interface MasterChangeListener {
    /**
     * The master has changed. Called one change after the other, on a thread that serves nothing else; what it throws is
     * logged.
     *
     * @param now who is master now
     */
    void masterChanged(MasterChange now);
}
