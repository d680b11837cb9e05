package io.duestream.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OffsetLedgerTest {
    private static final Instant NOW = Instant.EPOCH;

    private static List<Long> unanswered(OffsetLedger ledger) {
        List<Long> open = new ArrayList<>();
        ledger.unanswered((offset, appendedAt) -> open.add(offset));
        return open;
    }

    @Test
    void tells_what_was_not_answered_over_many_stretches() {
        OffsetLedger ledger = new OffsetLedger(0);
        for (long offset = 0; offset < 50_000; offset++) {
            ledger.seen(offset, NOW);
            if (offset != 17 && offset != 30_000) {
                assertThat(ledger.answered(offset)).isTrue();
            }
        }

        assertThat(unanswered(ledger)).containsExactly(17L, 30_000L);
        assertThat(ledger.lastAnswered()).isEqualTo(49_999);
    }

    @Test
    void a_second_answer_is_told_from_the_first_even_when_the_stretch_is_forgotten() {
        OffsetLedger ledger = new OffsetLedger(0);
        for (long offset = 0; offset < 20_000; offset++) {
            ledger.seen(offset, NOW);
            ledger.answered(offset);
        }

        assertThat(ledger.answered(3)).isFalse();
        assertThat(ledger.answered(19_999)).isFalse();
    }

    @Test
    void agrees_with_two_sets_whatever_the_order() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            long start = random.nextInt(10_000);
            OffsetLedger ledger = new OffsetLedger(start);
            Set<Long> seen = new TreeSet<>();
            Set<Long> answered = new HashSet<>();
            long next = start;
            for (int step = 0; step < 20_000; step++) {
                if (random.nextInt(3) > 0) {
                    next += 1 + random.nextInt(3);
                    ledger.seen(next, NOW);
                    seen.add(next);
                } else {
                    long offset = start + random.nextInt((int) (next - start + 100));
                    assertThat(ledger.answered(offset)).as("seed " + seed).isEqualTo(answered.add(offset));
                }
            }
            Set<Long> open = new TreeSet<>(seen);
            open.removeAll(answered);
            List<Long> unseen = new ArrayList<>();
            ledger.unseen(unseen::add);

            assertThat(unanswered(ledger)).as("seed " + seed).containsExactlyElementsOf(open);
            answered.removeAll(seen);
            assertThat(unseen).as("seed " + seed).containsExactlyInAnyOrderElementsOf(answered);
        }
    }
}
