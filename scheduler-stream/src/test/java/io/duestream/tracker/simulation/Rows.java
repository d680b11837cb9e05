package io.duestream.tracker.simulation;

import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A persistent map, sorted so that walking it is the same in every run. Falls back to the last commit with its partition. */
final class Rows<K extends Comparable<? super K>, V> {
    private final NavigableMap<K, V> rows = new TreeMap<>();
    private final Undo undo;

    Rows(Undo undo) {
        this.undo = undo;
    }

    V get(K key) {
        return rows.get(key);
    }

    V get(K key, V absent) {
        return rows.getOrDefault(key, absent);
    }

    boolean has(K key) {
        return rows.containsKey(key);
    }

    void put(K key, V value) {
        V before = rows.put(key, value);
        undo.did(() -> restore(key, before));
    }

    void remove(K key) {
        V before = rows.remove(key);
        if (before != null) {
            undo.did(() -> rows.put(key, before));
        }
    }

    private void restore(K key, V before) {
        if (before == null) {
            rows.remove(key);
        } else {
            rows.put(key, before);
        }
    }

    int size() {
        return rows.size();
    }

    /** The lowest key, or null. */
    K first() {
        return rows.isEmpty() ? null : rows.firstKey();
    }

    Collection<K> keys() {
        return rows.keySet();
    }

    Collection<V> values() {
        return rows.values();
    }

    Collection<Map.Entry<K, V>> entries() {
        return rows.entrySet();
    }
}
