package io.duestream.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duestream.topic.TopicReport;
import io.duestream.topic.TopicReport.State;
import io.duestream.topic.TopicReport.Topic;
import io.duestream.topic.TopicSpec;
import io.duestream.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class DestinationsTest {
    private static final Topics TOPICS = Topics.of("duestream");

    private final List<String> asked = new ArrayList<>();
    private final Set<String> refusedByBrokers = new HashSet<>();
    private boolean away;
    private long nanos;

    private final Destinations destinations =
            new Destinations(TOPICS, this::ensure, () -> nanos, pause -> nanos += pause.toNanos());

    @Test
    void a_topic_is_made_once() {
        assertThat(destinations.problem("shop")).isEmpty();
        assertThat(destinations.problem("shop")).isEmpty();

        assertThat(asked).containsExactly("duestream.outcomes.shop");
    }

    @Test
    void a_topic_that_is_refused_is_tried_a_few_times_and_then_left_alone_for_a_while() {
        refusedByBrokers.add("duestream.outcomes.shop");

        assertThat(destinations.problem("shop")).contains("duestream.outcomes.shop policy says no");
        assertThat(destinations.problem("shop")).contains("duestream.outcomes.shop policy says no");
        assertThat(asked).hasSize(Destinations.MAX_ATTEMPTS);
        assertThat(destinations.refused()).containsOnlyKeys("shop");
        assertThat(destinations.problem("other")).isEmpty();

        refusedByBrokers.clear();
        nanos += Destinations.REFUSED_FOR.toNanos();
        assertThat(destinations.problem("shop")).isEmpty();
        assertThat(destinations.refused()).isEmpty();
    }

    @Test
    void a_topic_that_may_be_gone_is_looked_at_again() {
        destinations.problem("shop");
        destinations.forgetSoon();

        assertThat(destinations.problem("shop")).isEmpty();
        assertThat(destinations.problem("shop")).isEmpty();

        assertThat(asked).hasSize(2);
    }

    @Test
    void a_name_that_no_topic_can_have_is_a_problem_and_nobody_is_asked() {
        assertThat(destinations.problem("a b").orElseThrow()).startsWith("client group 'a b' is not a valid name");
        assertThat(asked).isEmpty();
    }

    @Test
    void brokers_that_are_away_refuse_nobody() {
        away = true;
        for (int attempt = 0; attempt < 10; attempt++) {
            assertThatThrownBy(() -> destinations.problem("shop")).isInstanceOf(TimeoutException.class);
        }
        away = false;

        assertThat(destinations.problem("shop")).isEmpty();
    }

    @Test
    void records_refused_again_and_again_put_their_group_aside_and_a_delivery_forgives() {
        for (int failure = 1; failure < Destinations.MAX_ATTEMPTS; failure++) {
            destinations.refusedRecord("shop", "not authorised");
        }
        assertThat(destinations.problem("shop")).isEmpty();
        destinations.delivered(List.of("shop"));
        destinations.refusedRecord("shop", "not authorised");
        assertThat(destinations.refused()).isEmpty();

        for (int failure = 1; failure < Destinations.MAX_ATTEMPTS; failure++) {
            destinations.refusedRecord("shop", "not authorised");
        }
        destinations.forget();
        assertThat(destinations.problem("shop")).contains("not authorised");
    }

    @Test
    void without_a_topic_for_dead_letters_nothing_may_be_put_aside() {
        refusedByBrokers.add("duestream.dead-letters");

        assertThatThrownBy(destinations::requireDeadLetters)
                .isInstanceOf(KafkaException.class)
                .hasMessage("duestream.dead-letters policy says no");
    }

    private TopicReport ensure(Collection<TopicSpec> specs) {
        if (away) {
            throw new TimeoutException("no broker");
        }
        List<Topic> topics = new ArrayList<>();
        for (TopicSpec spec : specs) {
            asked.add(spec.name());
            topics.add(
                    refusedByBrokers.contains(spec.name())
                            ? new Topic(spec.name(), State.FAILED, 0, Uuid.ZERO_UUID, List.of("policy says no"))
                            : new Topic(spec.name(), State.CREATED, 4, new Uuid(1, 1), List.of()));
        }
        assertThat(nanos).isLessThan(Duration.ofMinutes(2).toNanos());
        return new TopicReport(topics);
    }
}
