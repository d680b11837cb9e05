package io.duestream.tracker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadTrackersTest {
    private static final String APP = "test-tracker";
    private static final String OWN = "00000000-0000-0000-0000-00000000000a";
    private static final String LIVING = "00000000-0000-0000-0000-00000000000b";
    private static final String DEAD = "00000000-0000-0000-0000-00000000000c";

    private final Set<String> open = new TreeSet<>();
    private final Set<String> members = new TreeSet<>(Set.of(member(OWN), member(LIVING)));
    private final List<Set<String>> fenced = new ArrayList<>();
    private boolean answers = true;
    private final DeadTrackers dead = new DeadTrackers(
            new StreamsProcess(APP, OWN),
            new DeadTrackers.Brokers(
                    this::open, groups -> answers ? Map.of(APP, Set.copyOf(members)) : Map.of(), fenced::add));

    private Set<String> open(Duration atLeast) {
        if (open.isEmpty()) {
            throw new KafkaException("the brokers do not list transactions");
        }
        return open;
    }

    private static String member(String process) {
        return APP + "-" + process + "-StreamThread-1-consumer";
    }

    private static String transaction(String process) {
        return APP + "-" + process + "-1";
    }

    @Test
    void only_what_absent_processes_of_this_application_left_open_is_ended() {
        open.addAll(Set.of(
                transaction(OWN),
                transaction(LIVING),
                transaction(DEAD),
                "other-tracker-" + DEAD + "-1",
                APP + "-two-" + DEAD + "-1",
                "somebody"));
        dead.run();

        assertThat(fenced).containsExactly(Set.of(transaction(DEAD)));
    }

    @Test
    void a_process_that_is_no_member_itself_ends_nothing() {
        open.add(transaction(DEAD));
        members.remove(member(OWN));
        dead.run();

        assertThat(fenced).isEmpty();
    }

    @Test
    void nothing_is_ended_while_the_brokers_do_not_tell_who_is_there() {
        answers = false;
        open.add(transaction(DEAD));
        dead.run();

        assertThat(fenced).isEmpty();
    }

    @Test
    void a_process_that_starts_ends_what_it_left_open_itself_and_nothing_else() {
        open.addAll(Set.of(transaction(OWN), transaction(LIVING), transaction(DEAD)));
        dead.fenceOwnPast();

        assertThat(fenced).containsExactly(Set.of(transaction(OWN)));
    }

    @Test
    void brokers_that_refuse_stop_neither_the_start_nor_the_looks() {
        dead.fenceOwnPast();
        dead.run();
        open.add(transaction(DEAD));
        dead.run();

        assertThat(fenced).hasSize(1);
    }

    @Test
    void the_id_that_kafka_streams_keeps_is_read_from_the_state_folder(@TempDir Path folder) throws IOException {
        assertThat(StreamsProcess.keptIn(folder, APP)).isEmpty();
        Files.createDirectories(folder.resolve(APP));
        Files.writeString(
                folder.resolve(APP).resolve("kafka-streams-process-metadata"), "{\"processId\":\"" + DEAD + "\"}");

        assertThat(StreamsProcess.keptIn(folder, APP)).contains(new StreamsProcess(APP, DEAD));
    }
}
