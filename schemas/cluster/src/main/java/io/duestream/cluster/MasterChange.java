package io.duestream.cluster;

import java.util.Optional;

/**
 * Who is master of a role and group now, as far as one node knows.
 *
 * @param role of the nodes
 * @param group node group; empty where the role has none
 * @param master node id of the master; empty if none is known, such as before ZooKeeper was reached or after this node's
 *     session was lost
 * @param self whether the node that is told is the master
 */
public record MasterChange(Role role, String group, Optional<String> master, boolean self) {}
