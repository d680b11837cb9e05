package io.duestream.executor.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.executor.node.LoadLimit.Verdict;
import io.duestream.node.ProcessLoad;
import io.duestream.node.ProcessLoad.AfterGc;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Second by second, in virtual time. */
class LoadLimitTest {
    private static final long MAX = 1_000;

    private final LoadLimit limit = new LoadLimit(90, 90);
    private long second;

    @Test
    void a_processor_in_use_for_ten_seconds_on_end_holds_work_back_and_a_shorter_peak_does_not() {
        cpuFor(0.95, 9);
        assertThat(cpu(0.5)).isEqualTo(Verdict.TAKE);
        cpuFor(0.95, 10);

        Verdict held = cpu(0.95);

        assertThat(held.heldBack()).isEqualTo("the process uses 95 % of the processors; the limit is 90 %");
        assertThat(held.handOver()).isFalse();
    }

    @Test
    void work_is_taken_again_only_after_seconds_well_below_the_limit() {
        cpuFor(1.0, 11);
        cpuFor(0.85, 20);
        assertThat(cpu(0.85).heldBack()).as("between the two bounds it stays").isNotEmpty();
        cpuFor(0.5, 2);
        assertThat(cpu(0.85).heldBack()).as("a short calm is none").isNotEmpty();
        cpuFor(0.5, 3);

        assertThat(cpu(0.5)).isEqualTo(Verdict.TAKE);
    }

    @Test
    void a_load_around_the_limit_does_not_make_the_node_change_its_mind_at_each_look() {
        int changes = 0;
        boolean before = false;
        for (int i = 0; i < 600; i++) {
            boolean held = !cpu(i % 2 == 0 ? 0.92 : 0.88).heldBack().isEmpty();
            changes += held == before ? 0 : 1;
            before = held;
        }
        assertThat(changes).isZero();
    }

    @Test
    void what_has_not_begun_is_handed_over_when_it_lasts() {
        cpuFor(1.0, 20);
        assertThat(cpu(1.0).handOver()).isTrue();
        assertThat(cpu(1.0).heldBack())
                .as("the reason does not change while it lasts")
                .isEqualTo(cpu(0.91).heldBack());
    }

    @Test
    void memory_counts_as_a_collection_left_it_and_not_as_it_is_in_use() {
        assertThat(look(new ProcessLoad(Optional.of(0.1), 990, MAX, Optional.empty())))
                .isEqualTo(Verdict.TAKE);
        assertThat(memory(400, 5)).isEqualTo(Verdict.TAKE);

        assertThat(memory(930, 0).heldBack())
                .isEqualTo("93 % of the heap were in use after the last garbage collection; the limit is 90 %");
        assertThat(memory(850, 0).heldBack()).isNotEmpty();
        assertThat(memory(790, 0)).isEqualTo(Verdict.TAKE);
    }

    @Test
    void a_held_node_asks_for_a_collection_now_and_then_and_trusts_no_old_one() {
        assertThat(memory(950, 0).collect()).isFalse();
        second = 9;
        assertThat(memory(950, 9).collect()).isFalse();
        second = 10;
        assertThat(memory(950, 10).collect()).isTrue();
        second = 20;
        assertThat(memory(950, 20).collect()).isFalse();
        second = 40;
        assertThat(memory(950, 40).collect()).isTrue();
        second = 61;
        assertThat(memory(950, 61))
                .as("no collection for a minute: it says nothing any more")
                .isEqualTo(Verdict.TAKE);
    }

    @Test
    void both_reasons_are_told() {
        cpuFor(1.0, 11);
        Verdict both = look(new ProcessLoad(Optional.of(1.0), 1, MAX, Optional.of(new AfterGc(990, Duration.ZERO))));

        assertThat(both.heldBack()).contains("processors").contains("; 99 % of the heap");
    }

    @Test
    void a_limit_that_is_off_and_a_measure_that_is_missing_hold_nothing_back() {
        LoadLimit off = new LoadLimit(0, 0);
        ProcessLoad full = new ProcessLoad(Optional.of(1.0), MAX, MAX, Optional.of(new AfterGc(MAX, Duration.ZERO)));
        for (long i = 0; i < 60; i++) {
            assertThat(off.look(full, i * 1_000_000_000L)).isEqualTo(Verdict.TAKE);
        }
        ProcessLoad unknown = new ProcessLoad(Optional.empty(), MAX, -1, Optional.of(new AfterGc(MAX, Duration.ZERO)));
        for (int i = 0; i < 60; i++) {
            assertThat(look(unknown)).isEqualTo(Verdict.TAKE);
        }
    }

    private void cpuFor(double share, int seconds) {
        for (int i = 0; i < seconds; i++) {
            cpu(share);
        }
    }

    private Verdict cpu(double share) {
        return look(new ProcessLoad(Optional.of(share), 1, MAX, Optional.empty()));
    }

    private Verdict memory(long leftBytes, int ageSeconds) {
        return look(new ProcessLoad(
                Optional.of(0.1), 999, MAX, Optional.of(new AfterGc(leftBytes, Duration.ofSeconds(ageSeconds)))));
    }

    private Verdict look(ProcessLoad load) {
        return limit.look(load, Duration.ofSeconds(second++).toNanos());
    }
}
