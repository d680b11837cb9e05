package io.duestream.tracker.simulation;

import io.duestream.job.JobKey;

/**
 * A place in an index: sorted by its parts.
 *
 * @param name what it is of: a job key, a node, a group
 * @param number first number
 * @param index second number
 */
record Key(String name, long number, int index) implements Comparable<Key> {
    static Key of(JobKey key) {
        return new Key(key.toString(), 0, 0);
    }

    static Key of(JobKey key, long fire, int shard) {
        return new Key(key.toString(), fire, shard);
    }

    @Override
    public int compareTo(Key other) {
        int byName = name.compareTo(other.name);
        if (byName != 0) {
            return byName;
        }
        int byNumber = Long.compare(number, other.number);
        return byNumber != 0 ? byNumber : Integer.compare(index, other.index);
    }
}
