package io.duestream.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The data directory of a demo, which goes when the demo does. */
final class DemoData implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DemoData.class);

    private final Path folder;

    private DemoData(Path folder) {
        this.folder = folder;
    }

    static DemoData create() throws IOException {
        return new DemoData(Files.createTempDirectory("duestream-demo-"));
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> paths = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : paths) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            LOG.warn("{} could not be removed: {}", folder, e.toString());
        }
    }
}
