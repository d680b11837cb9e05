package io.duestream.specs.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which tracker decides which partitions.
 *
 * @param trackers node ids, by partition
 */
record Ownership(Map<Integer, String> trackers) {
    private static final Pattern READY = Pattern.compile("^ready: tracker (\\S+)$", Pattern.MULTILINE);

    /** By who decided last. */
    static Ownership now(Stage stage) {
        return new Ownership(stage.decisions().trackers());
    }

    /** The node id of a tracker, which is told as soon as it runs. */
    static String node(JavaProcess tracker) {
        Matcher ready = READY.matcher(tracker.awaitSaid("ready: ").said());
        assertThat(ready.find()).as("what %s said", tracker).isTrue();
        return ready.group(1);
    }

    /** The partitions of a tracker. */
    Set<Integer> of(JavaProcess tracker) {
        String node = node(tracker);
        Set<Integer> owned = new TreeSet<>(trackers.keySet());
        owned.removeIf(partition -> !trackers.get(partition).equals(node));
        return owned;
    }

    /** Who decides most; whatever happens to it is felt. */
    JavaProcess busiest(Collection<JavaProcess> of) {
        JavaProcess busiest = of.stream()
                .max(Comparator.comparingInt(each -> of(each).size()))
                .orElseThrow();
        assertThat(of(busiest)).as("partitions of %s in %s", busiest, this).isNotEmpty();
        return busiest;
    }
}
