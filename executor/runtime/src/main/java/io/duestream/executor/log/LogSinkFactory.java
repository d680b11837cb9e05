package io.duestream.executor.log;

import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Opens log sinks of one kind. Found by {@link ServiceLoader} on the class path of the runners: a further kind needs a public
 * class with a public constructor without arguments, named in {@code META-INF/services}.
 */
public interface LogSinkFactory {
    /** The name by which a configuration chooses this kind. */
    String name();

    /**
     * Opens a sink, once for each executor that chose it.
     *
     * @param executor whose lines it will be given
     * @throws RuntimeException if it cannot be opened: then the executor does not start
     */
    LogSink open(Executing executor);

    /**
     * The executor whose lines a sink is given.
     *
     * @param cluster name of the cluster
     * @param group node group
     * @param node node id
     */
    record Executing(String cluster, String group, String node) {}

    /**
     * The kind of a name.
     *
     * @throws IllegalArgumentException if there is none, with the names that there are
     */
    static LogSinkFactory named(String name) {
        List<LogSinkFactory> all;
        try {
            all = StreamSupport.stream(ServiceLoader.load(LogSinkFactory.class).spliterator(), false)
                    .toList();
        } catch (ServiceConfigurationError e) {
            throw new IllegalArgumentException("the kinds of log sinks cannot be listed: " + e.getMessage(), e);
        }
        return all.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow(() -> {
            String names = all.stream().map(LogSinkFactory::name).sorted().collect(Collectors.joining(", "));
            return new IllegalArgumentException(
                    "there is no log sink '" + name + "'; on the class path are " + (names.isEmpty() ? "none" : names));
        });
    }
}
