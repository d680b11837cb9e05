package io.duestream.client.elsewhere;

import io.duestream.client.failstore.FailStore;
import io.duestream.client.failstore.FailStoreFactory;
import io.duestream.client.failstore.JavaLevelDbFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A kind of fail store that the project does not know, in a package of its own; named in META-INF/services of the tests. */
public final class ForeignKind implements FailStoreFactory {
    /** Its name. */
    static final String NAME = "foreign";

    /** Made by {@link java.util.ServiceLoader}. */
    public ForeignKind() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public FailStore open(Path directory) {
        return new ForeignStore(new JavaLevelDbFactory().open(directory));
    }

    private record ForeignStore(FailStore rows) implements FailStore {
        @Override
        public void write(List<Change> changes, boolean synced) {
            rows.write(changes, synced);
        }

        @Override
        public Optional<byte[]> read(byte[] key) {
            return rows.read(key);
        }

        @Override
        public void scan(byte[] from, Visitor visitor) {
            rows.scan(from, visitor);
        }

        @Override
        public void close() {
            rows.close();
        }
    }
}
