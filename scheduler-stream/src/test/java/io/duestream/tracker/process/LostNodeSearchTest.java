package io.duestream.tracker.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.topic.Topics;
import io.duestream.tracker.topology.RunningNodes.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LostNodeSearchTest {
    private static final Duration GRACE = Duration.ofSeconds(6);
    private static final Topics TOPICS = Topics.of("test");

    private final Map<String, Load> loads = new HashMap<>();
    private final Map<String, Duration> silence = new HashMap<>();
    private final Map<String, Set<String>> members = new HashMap<>();
    private final List<Collection<String>> asked = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final LostNodeSearch search = new LostNodeSearch(
            new LostNodeSearch.Views(() -> loads, node -> silence.getOrDefault(node, Duration.ZERO), this::members),
            TOPICS,
            GRACE,
            nanos::get,
            (node, partitions) -> told.add(node + " " + new TreeSet<>(partitions)));

    private Map<String, Set<String>> members(Collection<String> groups) {
        asked.add(groups);
        return members;
    }

    @Test
    void a_node_that_is_silent_and_absent_is_lost() {
        runs("one", 0, 3);
        silent("one", 6);
        members.put("test.mail", Set.of("two-dispatch"));
        search.run();

        assertThat(told).containsExactly("one [0, 3]");
    }

    @Test
    void the_brokers_are_not_asked_while_everybody_reports() {
        runs("one", 0);
        silent("one", 5);
        search.run();

        assertThat(asked).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void a_silent_node_that_is_in_its_group_is_not_lost() {
        runs("one", 0);
        silent("one", 600);
        members.put("test.mail", Set.of("one-dispatch"));
        search.run();

        assertThat(told).isEmpty();
    }

    @Test
    void a_node_is_not_lost_because_the_brokers_do_not_answer() {
        runs("one", 0);
        silent("one", 600);
        search.run();

        assertThat(told).isEmpty();
    }

    @Test
    void it_is_told_again_every_ten_seconds_while_attempts_remain() {
        runs("one", 0);
        silent("one", 6);
        members.put("test.mail", Set.of());
        for (int second = 0; second < 25; second++) {
            search.run();
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        }
        assertThat(told).containsExactly("one [0]", "one [0]", "one [0]");
        loads.clear();
        nanos.addAndGet(Duration.ofSeconds(60).toNanos());
        search.run();

        assertThat(told).hasSize(3);
    }

    @Test
    void a_task_that_comes_to_this_process_later_is_told_at_once() {
        runs("one", 0);
        silent("one", 6);
        members.put("test.mail", Set.of());
        search.run();
        runs("one", 0, 1);
        search.run();

        assertThat(told).containsExactly("one [0]", "one [1]");
    }

    private void runs(String node, Integer... partitions) {
        loads.put(node, new Load(Set.of("mail"), Set.of(partitions)));
    }

    private void silent(String node, int seconds) {
        silence.put(node, Duration.ofSeconds(seconds));
    }
}
