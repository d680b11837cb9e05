package io.duestream.executor.log;

import io.duestream.executor.log.LogSinkFactory.Executing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The sinks that an executor is to have.
 *
 * @param named kinds found on the class path, by name
 * @param own made by the user, by a name for messages
 */
public record ChosenSinks(List<String> named, Map<String, LogSink> own) {
    /** Copies the collections. */
    public ChosenSinks {
        named = List.copyOf(named);
        own = Map.copyOf(own);
    }

    /** What is wrong with the choice, for a person. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (String name : named) {
            try {
                LogSinkFactory.named(name);
            } catch (IllegalArgumentException e) {
                problems.add(e.getMessage());
            }
        }
        return problems;
    }

    /**
     * Opens the sinks and begins to feed them.
     *
     * @param threadName beginning of the names of their threads
     * @throws LogSinkException if one cannot be opened; then none is open
     */
    public List<SinkFeed> open(Executing executor, String threadName) {
        List<SinkFeed> feeds = new ArrayList<>();
        for (String name : named) {
            try {
                feeds.add(new SinkFeed(name, LogSinkFactory.named(name).open(executor), threadName + name));
            } catch (RuntimeException e) {
                feeds.forEach(SinkFeed::close);
                throw new LogSinkException("log sink '" + name + "' cannot be opened: " + e.getMessage(), e);
            }
        }
        own.forEach((name, sink) -> feeds.add(new SinkFeed(name, sink, threadName + name)));
        return List.copyOf(feeds);
    }
}
