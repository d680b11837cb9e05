/**
 * What nodes tell each other through ZooKeeper: who is there, who is master, and which node groups are registered. It shows and
 * configures; nothing in the way of a due job waits for it, and nothing is concluded from its absence.
 */
package io.duestream.cluster;
