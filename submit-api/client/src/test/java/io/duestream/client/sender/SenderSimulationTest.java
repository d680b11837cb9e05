package io.duestream.client.sender;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.client.failstore.FailStoreDirectory;
import io.duestream.client.failstore.FailStoreDirectory.Claimed;
import io.duestream.client.failstore.RecordKind;
import io.duestream.client.failstore.RecordStore;
import io.duestream.client.failstore.StoreBounds;
import io.duestream.job.Position;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sender, its store and a broker in virtual time, with everything going wrong in any order. */
class SenderSimulationTest {
    private static final int HISTORIES = 150;
    private static final int STEPS = 400;
    private static final StoreBounds BOUNDS = new StoreBounds(25, 1_000_000, 0);

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void what_was_taken_over_arrives_in_the_order_of_its_lane_and_the_store_keeps_its_bound(long seed) {
        for (int i = 0; i < HISTORIES; i++) {
            long history = seed * 1_000_003 + i;
            World world = new World(history, directory.resolve(Long.toString(history)));
            world.run();
            world.check();
        }
    }

    private static final class World {
        private final Random random;
        private final long seed;
        private final MemoryStores disks = new MemoryStores();
        private final FailStoreDirectory directory;
        private final List<Flying> flying = new ArrayList<>();
        private final Map<String, List<Integer>> topic = new HashMap<>();
        private final Map<String, CompletableFuture<Sent>> told = new LinkedHashMap<>();
        private final Set<String> quarantined = new LinkedHashSet<>();
        private final int[] last = new int[6];
        private long now = 1;
        private boolean up = true;
        private Claimed claimed;
        private Lanes lanes;
        private Pending pending;
        private Courier courier;
        private Keeper keeper;

        private record Flying(String lane, int number, Transport.Answer answer) {}

        World(long seed, Path path) {
            this.seed = seed;
            this.random = new Random(seed);
            this.directory = new FailStoreDirectory(path, disks, BOUNDS, wall());
            begin();
        }

        private InstantSource wall() {
            return () -> Instant.EPOCH.plusNanos(now);
        }

        private void begin() {
            claimed = directory.claim();
            Optional<RecordStore> store = Optional.of(claimed.records());
            SenderTimes times = SenderTimes.DEFAULT;
            pending = new Pending();
            lanes = new Lanes(times, pending, true, claimed.records().lastSequence());
            courier = new Courier(lanes, pending, new Broker(), store, times, () -> now, wall());
            keeper = new Keeper(lanes, pending, store, () -> now, wall());
            claimed.records().forEach(each -> lanes.found(Parcel.found(each)));
        }

        /** What is on its way when a process dies may arrive or not, in order. */
        private void crash() {
            for (Flying each : List.copyOf(flying)) {
                if (up && random.nextBoolean()) {
                    append(each);
                }
            }
            flying.clear();
            disks.fault = MemoryStores.Fault.NONE;
            noteQuarantine();
            claimed.close();
            begin();
        }

        private void noteQuarantine() {
            claimed.records()
                    .quarantined(1_000)
                    .forEach(each -> quarantined.add(each.record().lane() + "/"
                            + new String(each.record().value(), StandardCharsets.UTF_8)));
        }

        private final class Broker implements Transport {
            @Override
            public void send(OutgoingRecord record, Answer answer) {
                flying.add(new Flying(
                        new String(record.key(), StandardCharsets.UTF_8),
                        Integer.parseInt(new String(record.value(), StandardCharsets.UTF_8)),
                        answer));
            }

            @Override
            public void close(Duration patience) {
                // Nothing is open.
            }
        }

        void run() {
            for (int i = 0; i < STEPS; i++) {
                step(random.nextInt(100));
                assertThat(claimed.records().size() + claimed.records().quarantinedSize())
                        .as("seed %s", seed)
                        .isLessThanOrEqualTo((int) BOUNDS.maxRecords());
            }
            up = true;
            disks.fault = MemoryStores.Fault.NONE;
            for (int i = 0; i < 2_000 && !(lanes.isEmpty() && claimed.records().size() == 0); i++) {
                now += Duration.ofSeconds(1).toNanos();
                keeper.step();
                courier.step();
                while (!flying.isEmpty()) {
                    answer(flying.remove(0), 0);
                }
                keeper.step();
            }
            noteQuarantine();
        }

        private void step(int dice) {
            if (dice < 40) {
                send();
            } else if (dice < 65) {
                if (!flying.isEmpty()) {
                    answer(flying.remove(random.nextInt(flying.size())), random.nextInt(10));
                }
            } else if (dice < 75) {
                keeper.step();
            } else if (dice < 85) {
                courier.step();
            } else if (dice < 93) {
                now += (long) (random.nextDouble() * Duration.ofSeconds(4).toNanos());
            } else if (dice < 96) {
                up = !up;
            } else if (dice < 98) {
                disks.fault = MemoryStores.Fault.values()[random.nextInt(3)];
            } else {
                crash();
            }
        }

        private void send() {
            int number = random.nextInt(last.length);
            String lane = "lane-" + number;
            int id = ++last[number];
            OutgoingRecord record =
                    new OutgoingRecord(RecordKind.COMMAND, lane, "commands", bytes(lane), bytes(Integer.toString(id)));
            Parcel parcel = new Parcel(lanes.nextSequence(), record, () -> {});
            told.put(lane + "/" + id, parcel.told);
            courier.offer(parcel);
        }

        private void answer(Flying flight, int dice) {
            if (isPoison(flight)) {
                flight.answer()
                        .failed(new SendFailure(
                                SendFailure.Kind.RECORD_REFUSED, new RecordTooLargeException("too large")));
            } else if (up && dice < 7) {
                append(flight);
                flight.answer()
                        .acknowledged(Optional.of(
                                new Position(0, topic.get(flight.lane()).size())));
            } else if (up && dice == 7) {
                append(flight);
                flight.answer().failed(failure(SendFailure.Kind.UNKNOWN));
            } else {
                flight.answer().failed(failure(dice == 8 ? SendFailure.Kind.NOT_SENT : SendFailure.Kind.UNKNOWN));
            }
        }

        private static boolean isPoison(Flying flight) {
            return flight.number() % 17 == 0;
        }

        private void append(Flying flight) {
            if (!isPoison(flight)) {
                topic.computeIfAbsent(flight.lane(), lane -> new ArrayList<>()).add(flight.number());
            }
        }

        private static SendFailure failure(SendFailure.Kind kind) {
            return new SendFailure(kind, new org.apache.kafka.common.errors.TimeoutException("away"));
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        void check() {
            assertThat(lanes.isEmpty() && claimed.records().size() == 0)
                    .as("everything is sent, seed %s", seed)
                    .isTrue();
            told.forEach((name, outcome) -> {
                if (outcome.isDone() && !outcome.isCompletedExceptionally()) {
                    String lane = name.substring(0, name.indexOf('/'));
                    Integer number = Integer.valueOf(name.substring(name.indexOf('/') + 1));
                    assertThat(topic.getOrDefault(lane, List.of()).contains(number) || quarantined.contains(name))
                            .as("%s was told %s, seed %s", name, outcome.join(), seed)
                            .isTrue();
                }
            });
            // What was told to have failed may arrive all the same, at any time.
            topic.forEach((lane, numbers) -> assertThat(new LinkedHashSet<>(numbers)
                            .stream()
                                    .filter(each -> !told.get(lane + "/" + each).isCompletedExceptionally())
                                    .toList())
                    .as("%s, seed %s", lane, seed)
                    .isSorted());
        }
    }
}
