package io.duestream.specs.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Takes from a process the room on its disk: no file of it may grow, as where the disk is full. What it says and its ledger
 * go through pipes to processes that still have room, so that they tell of it.
 */
final class DiskLimit {
    private static final String PIPES = """
            mkfifo "$0.pipe" && (timeout 170 cat "$0.pipe" >> "$0" &) && exec "$@" > >(exec cat) 2>&1
            """;

    private DiskLimit() {}

    /** Reports a row as skipped where this cannot be done. */
    static void assumePossible() {
        boolean linux = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
        assumeTrue(linux && onPath("bash") && onPath("prlimit"), "this system has no bash or no prlimit");
    }

    private static boolean onPath(String program) {
        return List.of("/bin", "/usr/bin", "/usr/local/bin").stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** The words before those of a process that can be limited. */
    static List<String> shell(Path ledger) {
        return List.of("bash", "-c", PIPES, ledger.toString());
    }

    /** Where such a process has to write its ledger. */
    static Path pipe(Path ledger) {
        return ledger.resolveSibling(ledger.getFileName() + ".pipe");
    }

    /** Its disk is full. */
    static void fill(JavaProcess process) {
        set(process, "1");
    }

    /** There is room again. */
    static void free(JavaProcess process) {
        set(process, "unlimited");
    }

    private static void set(JavaProcess process, String bytes) {
        try {
            Process prlimit = new ProcessBuilder(
                            "prlimit", "--pid", Long.toString(process.pid()), "--fsize=" + bytes + ":")
                    .inheritIO()
                    .start();
            assertThat(prlimit.waitFor()).as("prlimit of %s", process.name()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
