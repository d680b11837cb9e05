package io.duestream.executor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ExecutorBuilderTest {
    @Test
    void all_problems_are_told_at_once() {
        ExecutorBuilder builder = Executor.builder()
                .cluster("no spaces")
                .threads(0)
                .startTimeout(Duration.ZERO)
                .shutdownTimeout(Duration.ofSeconds(-1))
                .kafka("enable.auto.commit", "true");

        assertThatThrownBy(builder::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "bootstrapServers is missing",
                        "cluster 'no spaces'",
                        "group is missing",
                        "there is no runner",
                        "threads is 0",
                        "startTimeout is PT0S",
                        "shutdownTimeout is PT-1S",
                        "enable.auto.commit must not be set");
    }

    @Test
    void names_and_types_have_to_be_possible() {
        ExecutorBuilder builder = Executor.builder()
                .bootstrapServers("localhost:1")
                .group("a/b")
                .runner("t".repeat(129), context -> null);

        assertThatThrownBy(builder::start).hasMessageContainingAll("group 'a/b'", "129 characters");
    }

    @Test
    @Timeout(30)
    void brokers_that_are_not_there_are_told_after_the_start_timeout() {
        ExecutorBuilder builder = Executor.builder()
                .bootstrapServers("127.0.0.1:1")
                .group("mail")
                .startTimeout(Duration.ofMillis(1))
                .defaultRunner(context -> null);

        assertThatThrownBy(builder::start)
                .isInstanceOf(ExecutorException.class)
                .hasMessageContainingAll("in vain for the brokers", "correct the bootstrap servers");
    }

    @Test
    void a_bootstrap_server_that_is_no_address_is_told() {
        ExecutorBuilder builder =
                Executor.builder().bootstrapServers("nonsense").group("mail").defaultRunner(context -> null);

        assertThatThrownBy(builder::start).isInstanceOf(ExecutorException.class).hasMessageContaining("nonsense");
    }
}
