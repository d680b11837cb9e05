package io.duestream.tracker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.tracker.dispatch.ReadyRows.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GroupRoomTest {
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

    private static final ReadyRows NONE = new ReadyRows() {
        @Override
        public void add(Row row) {}

        @Override
        public void remove(Row row) {}

        @Override
        public List<Row> after(String group, Row last, int limit) {
            return List.of();
        }
    };

    @Test
    void an_unknown_group_has_no_place() {
        assertThat(room(Map.of()).place(0, 10, NOW, 100)).isEmpty();
    }

    @Test
    void there_is_room_up_to_the_limit_and_again_when_one_ends() {
        GroupRoom room = room(Map.of());
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            places.add(take(room, 2, 2));
        }
        assertThat(places).containsExactly(0, 1, 0, 1);
        assertThat(room.place(2, 2, NOW, 100)).isEmpty();
        room.ended(1);

        assertThat(room.place(2, 2, NOW, 100)).contains(1);
    }

    @Test
    void what_is_more_urgent_than_what_fills_the_room_finds_a_place_beside_it() {
        GroupRoom room = room(Map.of());
        for (int i = 0; i < 4; i++) {
            take(room, 2, 2);
        }

        assertThat(room.place(2, 2, NOW, 100)).as("as urgent").isEmpty();
        Optional<Integer> urgent = room.place(2, 2, NOW, 1);
        room.handedOut(urgent.orElseThrow());

        assertThat(room.place(2, 2, NOW, 1)).as("a second one").isEmpty();
    }

    @Test
    void what_was_out_before_counts() {
        GroupRoom room = room(Map.of(0, 3, 5, 1));

        assertThat(room.outstanding()).isEqualTo(4);
        assertThat(room.place(6, 2, NOW, 100)).isEmpty();
        assertThat(room.open(5)).isEqualTo(1);
    }

    @Test
    void a_place_given_back_is_no_end() {
        GroupRoom room = room(Map.of());
        for (int i = 0; i < 1_000; i++) {
            int place = take(room, 1, 1);
            room.giveBack(place);
        }
        room.place(1, 1, NOW.plusMillis(100), 100);

        assertThat(room.outstanding()).isZero();
        take(room, 1, 1);
        take(room, 1, 1);
        assertThat(room.place(1, 1, NOW.plusMillis(200), 100))
                .as("the rate is as it was")
                .isEmpty();
    }

    @Test
    void a_topic_that_gets_more_partitions_uses_them() {
        GroupRoom room = room(Map.of());
        take(room, 1, 4);
        take(room, 1, 4);

        assertThat(List.of(take(room, 3, 4), take(room, 3, 4))).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void a_topic_that_has_fewer_partitions_than_before_gets_nothing_beyond_them() {
        GroupRoom room = room(Map.of(0, 1, 3, 1));
        for (int i = 0; i < 6; i++) {
            assertThat(take(room, 2, 4)).isLessThan(2);
        }
        assertThat(room.ended(3)).as("what is out beyond still ends").isZero();
    }

    @Test
    void the_idlest_partition_is_always_next_and_ties_go_round() {
        Random random = new Random(5);
        GroupRoom room = room(Map.of());
        Map<Integer, Integer> open = new HashMap<>(Map.of(0, 0, 1, 0, 2, 0));
        for (int i = 0; i < 1_000; i++) {
            int fewest = open.values().stream().min(Integer::compare).orElseThrow();
            int place = take(room, 3, 1_000);
            assertThat(open.get(place)).isEqualTo(fewest);
            open.merge(place, 1, Integer::sum);
            int ending = random.nextInt(3);
            if (open.get(ending) > 0) {
                open.merge(ending, -1, Integer::sum);
                assertThat(room.ended(ending)).isEqualTo(open.get(ending));
            }
        }
        GroupRoom even = room(Map.of());
        assertThat(List.of(take(even, 3, 50), take(even, 3, 50), take(even, 3, 50), take(even, 3, 50)))
                .containsExactly(0, 1, 2, 0);
    }

    private static GroupRoom room(Map<Integer, Integer> open) {
        return new GroupRoom("mail", NONE, 1, open);
    }

    private static int take(GroupRoom room, int partitions, int threads) {
        int place = room.place(partitions, threads, NOW, 100).orElseThrow();
        room.handedOut(place);
        return place;
    }
}
