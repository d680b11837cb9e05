package io.duestream.cli.role;

import io.duestream.executor.ExecutorBuilder;
import io.duestream.executor.JobRunner;
import io.duestream.executor.runners.BuiltInRunners;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes runners of what the command line names. Not thread-safe. */
final class RunnerLoader {
    private static final String ALL_JARS = "*";

    private final ClassLoader classes;
    /** Whether a runner of the user's own is the one for all other types. */
    private boolean chosen;
    /** Whether any is, for now. */
    private boolean offered;

    private RunnerLoader(ClassLoader classes) {
        this.classes = classes;
    }

    /**
     * Looks for classes on a class path, and then where this command itself comes from.
     *
     * @throws IllegalArgumentException if something on the path is not there, with all that is not
     */
    static RunnerLoader over(String classPath, String separator) {
        List<URL> places = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (String entry : classPath.split(Pattern.quote(separator))) {
            if (!entry.isBlank()) {
                add(entry, places, problems);
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("--classpath: " + String.join("; ", problems));
        }
        return new RunnerLoader(
                places.isEmpty()
                        ? RunnerLoader.class.getClassLoader()
                        : new URLClassLoader(places.toArray(URL[]::new), RunnerLoader.class.getClassLoader()));
    }

    private static void add(String entry, List<URL> places, List<String> problems) {
        try {
            if (entry.equals(ALL_JARS) || entry.endsWith(File.separator + ALL_JARS)) {
                Path folder = Path.of(entry.equals(ALL_JARS) ? "." : entry.substring(0, entry.length() - 2));
                try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
                    for (Path jar : jars) {
                        places.add(url(jar));
                    }
                }
            } else if (Files.exists(Path.of(entry))) {
                places.add(url(Path.of(entry)));
            } else {
                problems.add("'" + entry + "' does not exist");
            }
        } catch (IOException e) {
            problems.add("'" + entry + "' cannot be read: " + e);
        }
    }

    private static URL url(Path place) throws MalformedURLException {
        return place.toAbsolutePath().toUri().toURL();
    }

    /** Where the runners' own look-ups begin. */
    ClassLoader classes() {
        return classes;
    }

    /**
     * Gives a builder the runner that is named by {@code [type=]runner}.
     *
     * @throws IllegalArgumentException if it cannot be made, or there are two without a type
     */
    void add(String named, ExecutorBuilder builder) {
        int equals = named.indexOf('=');
        String name = named.substring(equals + 1);
        Optional<JobRunner> builtIn =
                Optional.ofNullable(BuiltInRunners.byName().get(name));
        JobRunner runner = builtIn.orElseGet(() -> instance(name));
        if (equals >= 0) {
            builder.runner(named.substring(0, equals), runner);
            return;
        }
        if (builtIn.isPresent()) {
            builder.runner(name, runner);
        } else if (chosen) {
            throw new IllegalArgumentException("--runner " + name
                    + " is the second without a type; say which types it gets: --runner type=" + name);
        }
        if (!chosen && (builtIn.isEmpty() || !offered)) {
            builder.defaultRunner(runner);
            offered = true;
            chosen = builtIn.isEmpty();
        }
    }

    private JobRunner instance(String name) {
        try {
            Class<?> type = Class.forName(name, true, classes);
            if (!JobRunner.class.isAssignableFrom(type)) {
                throw new IllegalArgumentException(
                        "--runner " + name + ": the class does not implement " + JobRunner.class.getName());
            }
            return (JobRunner) type.getConstructor().newInstance();
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    "--runner " + name
                            + ": there is no such class on the class path (--classpath), and no built-in runner"
                            + " is called so; those are "
                            + BuiltInRunners.byName().keySet().stream().sorted().toList(),
                    e);
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(
                    "--runner " + name + ": the class needs a public constructor without parameters", e);
        } catch (ReflectiveOperationException | LinkageError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalArgumentException("--runner " + name + ": cannot be made: " + cause, e);
        }
    }
}
