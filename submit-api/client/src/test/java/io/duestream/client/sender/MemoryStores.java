package io.duestream.client.sender;

import io.duestream.client.failstore.FailStore;
import io.duestream.client.failstore.FailStoreException;
import io.duestream.client.failstore.FailStoreFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Disks that survive a process, and break when they are told to. */
final class MemoryStores implements FailStoreFactory {
    private final Map<Path, TreeMap<byte[], byte[]>> disks = new HashMap<>();

    /** What the next writes do. */
    Fault fault = Fault.NONE;

    enum Fault {
        NONE,
        LOSES,
        LIES
    }

    @Override
    public String name() {
        return "leveldb";
    }

    @Override
    public FailStore open(Path directory) {
        directory.toFile().mkdirs();
        TreeMap<byte[], byte[]> disk = disks.computeIfAbsent(directory, path -> new TreeMap<>(Arrays::compareUnsigned));
        return new FailStore() {
            @Override
            public void write(List<Change> changes, boolean synced) {
                if (fault != Fault.LOSES) {
                    changes.forEach(each -> each.value()
                            .ifPresentOrElse(value -> disk.put(each.key(), value), () -> disk.remove(each.key())));
                }
                if (fault != Fault.NONE) {
                    throw new FailStoreException("the disk is broken");
                }
            }

            @Override
            public Optional<byte[]> read(byte[] key) {
                return Optional.ofNullable(disk.get(key));
            }

            @Override
            public void scan(byte[] from, Visitor visitor) {
                for (Map.Entry<byte[], byte[]> each : disk.tailMap(from).entrySet()) {
                    if (!visitor.visit(each.getKey(), each.getValue())) {
                        return;
                    }
                }
            }

            @Override
            public void close() {
                // The disk stays.
            }
        };
    }
}
