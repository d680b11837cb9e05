package io.duestream.specs.fault;

import io.duestream.cli.Duestream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Loaded classes in a file, for all processes of a build: a process that finds them there needs up to half of its processor
 * time less until it is ready. The first one that asks has them made, by a demo that runs beside everything else; whoever
 * starts before that is done, or where it fails, loads its classes as ever.
 */
final class ClassArchive {
    private static final long MADE_WITHIN_SECONDS = 300;
    private static final ClassArchive OF_THIS_BUILD =
            new ClassArchive(System.getProperty("java.class.path"), Path.of("target", "class-archive"));

    private final List<Path> entries;
    private final Path folder;
    private final Path archive;
    private boolean asked;

    private ClassArchive(String classPath, Path folder) {
        this.entries = Stream.of(classPath.split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::exists)
                .toList();
        // An archive of other classes would be refused by the JVM at each start.
        this.folder = folder.toAbsolutePath().resolve(Integer.toHexString(state().hashCode()));
        this.archive = this.folder.resolve("classes.jsa");
    }

    /** The options of a JVM with the class path of this one, up to its main class. */
    static List<String> javaOptions() {
        return OF_THIS_BUILD.options();
    }

    private synchronized List<String> options() {
        List<String> options = new ArrayList<>();
        if (Files.exists(archive)) {
            options.addAll(List.of("-Xshare:auto", "-XX:SharedArchiveFile=" + archive, "-cp", jars()));
        } else {
            options.addAll(List.of("-cp", System.getProperty("java.class.path")));
            if (!asked) {
                asked = true;
                Thread maker = new Thread(this::make, "class-archive");
                maker.setDaemon(true);
                maker.start();
            }
        }
        return options;
    }

    /** What tells this class path from another, and from itself before the last build. */
    private List<String> state() {
        List<String> state = new ArrayList<>(List.of(System.getProperty("java.vm.version")));
        for (Path entry : entries) {
            try (Stream<Path> files = Files.walk(entry)) {
                state.addAll(files.filter(Files::isRegularFile)
                        .map(file -> file + " " + file.toFile().length() + " "
                                + file.toFile().lastModified())
                        .sorted()
                        .toList());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return state;
    }

    /** The class path with each folder as a jar: there is no archive of classes in folders. */
    private String jars() {
        List<String> jars = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            jars.add((Files.isDirectory(entries.get(i)) ? jar(i) : entries.get(i)).toString());
        }
        return String.join(File.pathSeparator, jars);
    }

    private Path jar(int entry) {
        return folder.resolve(entry + ".jar");
    }

    private void make() {
        try {
            Files.createDirectories(folder);
            try (FileChannel guard = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = guard.tryLock()) {
                // Without the lock another process of the build makes it.
                if (lock != null && Files.notExists(archive)) {
                    discardOthers();
                    makeJars();
                    makeArchive();
                }
            }
        } catch (IOException | IllegalStateException e) {
            System.out.println("no class archive, processes load their classes: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Those of earlier builds, which no process uses any more. */
    private void discardOthers() throws IOException {
        long unused = System.currentTimeMillis() - TimeUnit.HOURS.toMillis(1);
        try (Stream<Path> folders = Files.list(folder.getParent())) {
            folders.filter(each -> each.toFile().lastModified() < unused).forEach(Folders::delete);
        }
    }

    private void makeJars() {
        ToolProvider jar = ToolProvider.findFirst("jar")
                .orElseThrow(() -> new IllegalStateException("this Java has no jar command"));
        for (int i = 0; i < entries.size(); i++) {
            if (Files.isDirectory(entries.get(i))) {
                int failed = jar.run(
                        System.out,
                        System.err,
                        "--create",
                        "--no-compress",
                        "--file",
                        jar(i).toString(),
                        "-C",
                        entries.get(i).toString(),
                        ".");
                if (failed != 0) {
                    throw new IllegalStateException("no jar of " + entries.get(i));
                }
            }
        }
    }

    private void makeArchive() throws IOException, InterruptedException {
        Path made = folder.resolve("made.jsa");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:ArchiveClassesAtExit=" + made, "-cp", jars()));
        command.addAll(List.of(Duestream.class.getName(), "demo", "--exit"));
        Process demo = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("demo.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(demo::destroyForcibly));
        boolean ended = demo.waitFor(MADE_WITHIN_SECONDS, TimeUnit.SECONDS);
        demo.destroyForcibly();
        if (!ended || Files.notExists(made)) {
            throw new IllegalStateException("see " + folder.resolve("demo.log"));
        }
        Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
    }
}
