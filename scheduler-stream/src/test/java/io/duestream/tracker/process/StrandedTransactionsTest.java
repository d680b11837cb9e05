package io.duestream.tracker.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.tracker.process.StrandedTransactions.Open;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.requests.TransactionResult;
import org.junit.jupiter.api.Test;

class StrandedTransactionsTest {
    private static final TopicPartition AUDIT = new TopicPartition("audit", 0);

    private final Map<TopicPartition, List<Open>> open = new HashMap<>();
    private final Set<Open> known = new HashSet<>();
    private final List<Open> aborted = new ArrayList<>();
    private final List<Open> committed = new ArrayList<>();
    private Optional<TransactionResult> outcome = Optional.of(TransactionResult.ABORT);
    private int outcomesAsked;
    private boolean away;
    private int asked;
    private final StrandedTransactions stranded = new StrandedTransactions(new Fake());

    private final class Fake implements StrandedTransactions.Brokers {
        @Override
        public Map<TopicPartition, Long> held() {
            asked++;
            if (away) {
                throw new KafkaException("the brokers do not tell where topics end");
            }
            Map<TopicPartition, Long> held = new HashMap<>();
            open.forEach((partition, each) -> held.put(partition, each.get(0).startOffset()));
            return held;
        }

        @Override
        public List<Open> open(Set<TopicPartition> partitions) {
            return partitions.stream().flatMap(each -> open.get(each).stream()).toList();
        }

        @Override
        public Set<Open> over(List<Open> asked) {
            Set<Open> over = new HashSet<>(asked);
            over.removeAll(known);
            return over;
        }

        @Override
        public Optional<TransactionResult> outcome(Open each) {
            outcomesAsked++;
            return outcome;
        }

        @Override
        public void end(Open each, TransactionResult result) {
            (result == TransactionResult.COMMIT ? committed : aborted).add(each);
            open.remove(each.partition());
        }
    }

    private static Open open(int epoch, long startOffset) {
        return new Open(AUDIT, 1, epoch, 0, startOffset);
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            stranded.run();
        }
    }

    @Test
    void how_a_transaction_was_to_end_is_found_out_once_for_all_its_partitions() {
        for (int partition = 0; partition < 20; partition++) {
            TopicPartition each = new TopicPartition(AUDIT.topic(), partition);
            open.put(each, List.of(new Open(each, 1, 41, 0, 6)));
        }
        look(10);

        assertThat(aborted).hasSize(20);
        assertThat(outcomesAsked).isEqualTo(1);
    }

    @Test
    void what_is_open_after_its_coordinator_has_said_twice_that_it_is_over_is_ended() {
        open.put(AUDIT, List.of(open(36, 51)));
        look(2);
        assertThat(aborted).isEmpty();
        look(1);

        assertThat(aborted).containsExactly(open(36, 51));
    }

    @Test
    void what_was_to_be_committed_is_committed() {
        outcome = Optional.of(TransactionResult.COMMIT);
        open.put(AUDIT, List.of(open(36, 51)));
        look(3);

        assertThat(committed).containsExactly(open(36, 51));
        assertThat(aborted).isEmpty();
    }

    @Test
    void what_ended_nobody_knows_how_is_left_as_it_is() {
        outcome = Optional.empty();
        open.put(AUDIT, List.of(open(36, 51)));
        look(8);

        assertThat(committed).isEmpty();
        assertThat(aborted).isEmpty();
    }

    @Test
    void what_the_coordinator_knows_is_left_to_it() {
        open.put(AUDIT, List.of(open(36, 51)));
        known.add(open(36, 51));
        look(5);

        assertThat(aborted).isEmpty();
    }

    @Test
    void a_transaction_that_ended_between_two_looks_is_not_taken_for_the_next_one() {
        open.put(AUDIT, List.of(open(36, 51)));
        look(2);
        open.put(AUDIT, List.of(open(37, 60)));
        known.add(open(37, 60));
        look(3);

        assertThat(aborted).isEmpty();
    }

    @Test
    void a_transaction_that_became_known_between_two_looks_is_left_to_its_coordinator() {
        open.put(AUDIT, List.of(open(36, 51)));
        look(2);
        known.add(open(36, 51));
        look(3);

        assertThat(aborted).isEmpty();
    }

    @Test
    void while_nothing_is_held_up_the_brokers_are_asked_once_in_five_runs() {
        look(10);
        assertThat(asked).isEqualTo(2);

        open.put(AUDIT, List.of(open(36, 51)));
        look(3);
        assertThat(aborted).hasSize(1);
    }

    @Test
    void brokers_that_do_not_answer_are_asked_again() {
        away = true;
        look(2);
        away = false;
        open.put(AUDIT, List.of(open(36, 51)));
        look(3);

        assertThat(aborted).hasSize(1);
    }
}
