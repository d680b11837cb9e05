package io.duestream.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class DispatchTopicWatchTest {
    private boolean hasPartitions;
    private Optional<KafkaException> brokers = Optional.empty();
    private int asked;
    private final DispatchTopicWatch watch = new DispatchTopicWatch("topic", () -> hasPartitions, this::makeAgain);

    @Test
    void nobody_is_asked_while_there_are_partitions() {
        hasPartitions = true;

        watch.run();

        assertThat(asked).isZero();
    }

    @Test
    void the_topic_is_made_again_when_there_are_none() {
        watch.run();

        assertThat(asked).isEqualTo(1);
    }

    @Test
    void brokers_that_are_away_are_asked_again() {
        brokers = Optional.of(new KafkaException("away"));
        assertThatCode(watch::run).doesNotThrowAnyException();

        watch.run();

        assertThat(asked).isEqualTo(2);
    }

    private boolean makeAgain() {
        asked++;
        brokers.ifPresent(problem -> {
            throw problem;
        });
        return true;
    }
}
