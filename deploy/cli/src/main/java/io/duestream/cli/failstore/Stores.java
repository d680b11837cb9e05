package io.duestream.cli.failstore;

import io.duestream.cli.connection.Configuration;
import io.duestream.cli.output.CommandFailedException;
import io.duestream.client.failstore.FailStoreDirectory;
import io.duestream.client.failstore.FailStoreDirectory.Claimed;
import io.duestream.client.failstore.FailStoreFactory;
import io.duestream.client.failstore.FailStoreRoot;
import io.duestream.client.failstore.StoreBounds;
import io.duestream.client.failstore.StoreInUseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The fail stores of a cluster below a directory. */
final class Stores {
    /** Whatever a store holds may be taken out of it. */
    private static final StoreBounds NO_BOUNDS = new StoreBounds(Long.MAX_VALUE, Long.MAX_VALUE, 0);

    private final List<Path> directories;
    private final FailStoreFactory factory;

    private Stores(List<Path> directories, FailStoreFactory factory) {
        this.directories = directories;
        this.factory = factory;
    }

    /** @throws CommandFailedException if there is no such directory */
    static Stores of(Configuration configuration, Optional<Path> given) {
        Path root = given.or(configuration::failStore)
                .orElseThrow(() -> new CommandFailedException("there is no fail store: " + Configuration.FAIL_STORE_DIR
                        + " is " + Configuration.NO_FAIL_STORE + "; name a directory with --dir"));
        if (!Files.isDirectory(root)) {
            throw new CommandFailedException(
                    "there is no directory " + root.toAbsolutePath() + "; name that of the fail stores with --dir");
        }
        FailStoreRoot layout = new FailStoreRoot(root, configuration.cluster());
        return new Stores(
                List.of(layout.commands(), layout.reports(), layout.lines()),
                FailStoreFactory.named(configuration.failStoreKind()));
    }

    /**
     * A store.
     *
     * @param name such as {@code commands/leveldb-1}
     * @param directory where it lies
     * @param inDirectory its name there
     */
    record Store(String name, FailStoreDirectory directory, String inDirectory) {
        /** Takes it, unless a process has it. */
        Optional<Claimed> claim() {
            try {
                return Optional.of(directory.claim(inDirectory));
            } catch (StoreInUseException e) {
                return Optional.empty();
            }
        }

        String holder() {
            return directory.holder(inDirectory);
        }
    }

    List<Store> all() {
        List<Store> all = new ArrayList<>();
        for (Path path : directories) {
            FailStoreDirectory directory = directory(path);
            directory.names().forEach(each -> all.add(new Store(path.getFileName() + "/" + each, directory, each)));
        }
        return all;
    }

    /** @throws CommandFailedException if there is none of that name */
    Store named(String name) {
        List<Store> all = all();
        return all.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow(() -> {
            List<String> names = all.stream().map(Store::name).toList();
            return new CommandFailedException("there is no fail store '" + name + "'; there are " + names);
        });
    }

    List<Path> setAside() {
        return directories.stream()
                .flatMap(each -> directory(each).setAside().stream())
                .toList();
    }

    private FailStoreDirectory directory(Path path) {
        return new FailStoreDirectory(path, factory, NO_BOUNDS, InstantSource.system());
    }
}
