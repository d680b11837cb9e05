package io.duestream.client.failstore;

import java.nio.file.Path;
import org.iq80.leveldb.impl.Iq80DBFactory;

/** LevelDB written in Java, for those who want no native library in their process. */
public final class JavaLevelDbFactory implements FailStoreFactory {
    /** Made by {@link java.util.ServiceLoader}. */
    public JavaLevelDbFactory() {}

    @Override
    public String name() {
        return "leveldb-java";
    }

    @Override
    public String format() {
        return DEFAULT;
    }

    @Override
    public FailStore open(Path directory) {
        return LevelDb.open(directory, Iq80DBFactory.factory::open);
    }
}
