package io.duestream.specs.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of the project, from wherever the tests were started. */
public final class Project {
    private Project() {}

    /** The folder that holds the Maven wrapper. */
    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("no folder above " + Path.of("").toAbsolutePath() + " holds mvnw");
        }
        return folder;
    }

    /** Every Java source, of tests too. */
    static List<Path> javaSources() {
        return files(".java");
    }

    /** The sources that are shipped. */
    static List<Path> shippedSources() {
        return javaSources().stream()
                .filter(each -> portable(each).contains("/src/main/java/"))
                .toList();
    }

    /** The names of all types that have a file of their own. */
    public static Set<String> typeNames() {
        return javaSources().stream()
                .map(each -> each.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
    }

    /** The pages of documentation, relative to the root. */
    public static List<Path> pages() {
        return files(".md").stream().map(root()::relativize).toList();
    }

    /** The descriptors of the modules, the parent's among them. */
    public static List<Path> poms() {
        return files("pom.xml");
    }

    private static String portable(Path file) {
        return "/" + root().relativize(file).toString().replace('\\', '/');
    }

    private static List<Path> files(String ending) {
        try (Stream<Path> all = Files.walk(root())) {
            return all.filter(each -> each.toString().endsWith(ending))
                    .filter(each -> !portable(each).contains("/target/"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of a file of the project. */
    public static String read(Path file) {
        try {
            return Files.readString(root().resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
