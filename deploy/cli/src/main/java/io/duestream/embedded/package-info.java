/**
 * One Kafka broker and one ZooKeeper server inside this process, for a first try, for tests and for small single-node
 * installations. Both are the production classes with a configuration for one node: data outlives restarts and
 * {@code kill -9}, ports stay the same, only loopback is served. One node keeps one copy of every record, so what is
 * promised about durability ends with the disk it runs on.
 */
package io.duestream.embedded;
