package io.duestream.tracker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NodeWatchTest {
    private final AtomicLong nanos = new AtomicLong(-5);
    private final NodeWatch watch = new NodeWatch(nanos::get);

    @Test
    void a_node_is_silent_since_its_last_report() {
        report("one");
        watchFor(4);
        report("one");
        watchFor(3);

        assertThat(watch.silence("one")).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void a_node_never_heard_of_is_silent_since_it_was_first_asked_for() {
        watchFor(100);
        assertThat(watch.silence("one")).isZero();
        watchFor(4);

        assertThat(watch.silence("one")).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void before_anything_is_known_to_be_read_nobody_is_silent() {
        report("one");
        pass(60);

        assertThat(watch.silence("one")).isZero();
    }

    @Test
    void while_reports_cannot_be_read_nobody_is_silent() {
        report("one");
        watchFor(5);
        pass(60);

        assertThat(watch.silence("one")).isZero();
    }

    @Test
    void after_an_outage_or_a_pause_everybody_gets_the_whole_grace_again() {
        report("one");
        watchFor(5);
        pass(60);
        watchFor(2);

        assertThat(watch.silence("one")).isLessThanOrEqualTo(Duration.ofSeconds(2));
        watchFor(3);
        assertThat(watch.silence("one")).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(5));
    }

    private void watchFor(int seconds) {
        watch.current(nanos.get());
        for (int i = 0; i < seconds; i++) {
            pass(1);
            watch.current(nanos.get());
        }
    }

    private void pass(int seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private void report(String node) {
        watch.reported(SampleReport.of(node, 1));
    }
}
