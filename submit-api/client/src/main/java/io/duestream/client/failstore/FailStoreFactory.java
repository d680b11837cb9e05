package io.duestream.client.failstore;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * Opens fail stores of one kind. Found by {@link ServiceLoader}: a further kind needs a public class with a public
 * constructor without arguments, named in {@code META-INF/services}, that passes the conformance suite.
 */
public interface FailStoreFactory {
    /** The kind that is used where none is named. */
    String DEFAULT = "leveldb";

    /** The name by which a configuration chooses this kind. */
    String name();

    /** What the files are called after. Kinds that read each other's files have the same format. */
    default String format() {
        return name();
    }

    /**
     * Opens the store in a directory, or makes it. No other process has it open.
     *
     * @throws CorruptStoreException if there is a store and it cannot be read; nothing has been changed or repaired
     * @throws FailStoreException if it cannot be opened for another reason, such as a missing library or permission
     */
    FailStore open(Path directory);

    /**
     * The kind of a name.
     *
     * @throws IllegalArgumentException if there is none, with the names that there are
     */
    static FailStoreFactory named(String name) {
        List<FailStoreFactory> all = FailStoreKinds.all();
        return all.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow(() -> {
            String names = all.stream().map(FailStoreFactory::name).collect(Collectors.joining(", "));
            return new IllegalArgumentException(
                    "there is no fail store '" + name + "'; on the class path are " + names);
        });
    }

    /** A kind that reads a format. */
    static Optional<FailStoreFactory> reading(String format) {
        return FailStoreKinds.all().stream()
                .filter(each -> each.format().equals(format))
                .findFirst();
    }
}
