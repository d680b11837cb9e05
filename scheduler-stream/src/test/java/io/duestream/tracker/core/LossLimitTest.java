package io.duestream.tracker.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LossLimitTest {
    private static final Duration SECONDS = Duration.ofSeconds(5);

    private final LossLimit three = new LossLimit(3, SECONDS);

    @Test
    void what_lost_one_run_begins_beside_others() {
        assertThat(three.aloneAfter(0)).isEmpty();
        assertThat(three.aloneAfter(1)).isEmpty();
    }

    @Test
    void from_the_second_loss_on_it_is_alone_and_four_times_as_long_after_each() {
        assertThat(three.aloneAfter(2)).contains(SECONDS);
        assertThat(three.aloneAfter(3)).contains(Duration.ofSeconds(20));
        assertThat(three.aloneAfter(5)).contains(Duration.ofSeconds(320));
    }

    @Test
    void nothing_is_alone_for_longer_than_a_day() {
        assertThat(three.aloneAfter(9)).contains(Duration.ofSeconds(81_920));
        assertThat(three.aloneAfter(10)).contains(Duration.ofDays(1));
        assertThat(three.aloneAfter(Integer.MAX_VALUE)).contains(Duration.ofDays(1));
    }

    @Test
    void a_loss_ends_a_shard_only_alone_and_only_when_there_were_enough() {
        assertThat(three.ends(2, true)).isFalse();
        assertThat(three.ends(3, false)).isFalse();
        assertThat(three.ends(3, true)).isTrue();
        assertThat(three.ends(10, false)).isFalse();
    }

    @Test
    void after_a_day_alone_the_executor_is_not_believed() {
        assertThat(three.ends(11, false)).isTrue();
    }

    @Test
    void where_two_may_be_lost_the_second_is_alone() {
        LossLimit two = new LossLimit(2, SECONDS);
        assertThat(two.aloneAfter(0)).isEmpty();
        assertThat(two.aloneAfter(1)).contains(SECONDS);
        assertThat(two.ends(2, false)).isFalse();
    }

    @Test
    void where_one_may_be_lost_it_ends_the_shard_whoever_ran_beside_it() {
        LossLimit one = new LossLimit(1, SECONDS);
        assertThat(one.aloneAfter(0)).isEmpty();
        assertThat(one.aloneAfter(5)).isEmpty();
        assertThat(one.ends(1, false)).isTrue();
    }

    @Test
    void however_many_may_be_lost_it_is_alone_from_the_second_on() {
        assertThat(new LossLimit(100, SECONDS).aloneAfter(2)).contains(SECONDS);
    }
}
