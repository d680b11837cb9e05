package io.duestream.embedded;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The free ports that were taken for a data directory, so that the next start of the same directory listens where its
 * clients look.
 */
final class RememberedPorts {
    private static final Logger LOG = LoggerFactory.getLogger(RememberedPorts.class);
    private static final String FILE = "ports.properties";

    private final Path file;
    private final Properties ports = new Properties();

    RememberedPorts(Path data) {
        this.file = data.resolve(FILE);
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                ports.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new EmbeddedClusterException(
                        "cannot read the chosen ports from %s (%s). Delete the file to choose anew.".formatted(file, e),
                        e);
            }
        }
    }

    /**
     * @param name of the server, as it stands in the file
     * @param wanted the port, or 0 for the remembered one, or else a free one
     * @return the port to listen on; for 0 it was free a moment ago
     */
    int resolve(String name, int wanted) {
        if (wanted != 0) {
            return wanted;
        }
        int remembered = remembered(name);
        if (remembered != 0 && Ports.isFree(remembered)) {
            return remembered;
        }
        int chosen = Ports.free();
        if (remembered != 0) {
            LOG.warn("port {} of {} is in use now: taking {} instead", remembered, name, chosen);
        }
        ports.setProperty(name, Integer.toString(chosen));
        save();
        return chosen;
    }

    private int remembered(String name) {
        String text = ports.getProperty(name, "0").trim();
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new EmbeddedClusterException(
                    "%s has %s=%s, expected a port number. Correct it, or delete the file to choose anew."
                            .formatted(file, name, text),
                    e);
        }
    }

    private void save() {
        Path next = file.resolveSibling(FILE + ".next");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (Writer writer = Files.newBufferedWriter(next)) {
                ports.store(writer, null);
            }
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new EmbeddedClusterException("cannot remember the chosen ports in %s (%s)".formatted(file, e), e);
        }
    }
}
