package io.duestream.client.failstore;

import java.nio.file.Path;
import org.fusesource.leveldbjni.JniDBFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * LevelDB: the native library where it can be loaded (Linux, macOS and Windows on x86-64), elsewhere the one written in
 * Java. Both read each other's files.
 */
public final class LevelDbFactory implements FailStoreFactory {
    /** Made by {@link java.util.ServiceLoader}. */
    public LevelDbFactory() {}

    @Override
    public String name() {
        return DEFAULT;
    }

    @Override
    public FailStore open(Path directory) {
        return Native.AVAILABLE ? LevelDb.open(directory, Native::open) : new JavaLevelDbFactory().open(directory);
    }

    /** A class of its own: where the library is missing, touching it fails. */
    private static final class Native {
        private static final boolean AVAILABLE = available();

        private static boolean available() {
            try {
                JniDBFactory.factory.toString();
                return true;
            } catch (LinkageError | RuntimeException e) {
                logger().info("LevelDB's native library cannot be loaded here, the one in Java is used: {}", text(e));
                return false;
            }
        }

        /** Windows and unusual directories for temporary files have many ways to fail; the innermost reason says most. */
        private static String text(Throwable thrown) {
            Throwable innermost = thrown;
            while (innermost.getCause() != null) {
                innermost = innermost.getCause();
            }
            return innermost.toString();
        }

        private static Logger logger() {
            return LoggerFactory.getLogger(LevelDbFactory.class);
        }

        static org.iq80.leveldb.DB open(java.io.File file, org.iq80.leveldb.Options options)
                throws java.io.IOException {
            return JniDBFactory.factory.open(file, options);
        }
    }
}
