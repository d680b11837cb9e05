package io.duestream.tracker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastLifeTest {
    private static final String APPLICATION = "application";

    @TempDir
    private Path folder;

    private LastLife life;
    private Path store;
    private Path processId;

    @BeforeEach
    void someState() throws IOException {
        life = new LastLife(folder, APPLICATION);
        store = Files.createDirectories(folder.resolve(APPLICATION).resolve("0_3/rocksdb/jobs"))
                .resolve("000004.log");
        Files.writeString(store, "rows");
        processId = folder.resolve(APPLICATION).resolve("kafka-streams-process-metadata");
        Files.writeString(processId, "id");
    }

    @Test
    void the_state_of_a_process_that_was_killed_is_discarded_and_its_id_is_kept() {
        life.begin(() -> "");

        assertThat(folder.resolve(APPLICATION).resolve("0_3")).doesNotExist();
        assertThat(processId).exists();
    }

    @Test
    void the_state_of_a_process_that_ended_in_good_order_is_kept() {
        life.end();

        life.begin(() -> "");

        assertThat(store).exists();
    }

    @Test
    void an_end_in_good_order_counts_for_one_life() {
        life.end();
        life.begin(() -> "");

        new LastLife(folder, APPLICATION).begin(() -> "");

        assertThat(store).doesNotExist();
    }

    @Test
    void another_cluster_in_the_same_folder_ends_for_itself() {
        life.end();
        LastLife other = new LastLife(folder, "other");
        other.begin(() -> "");
        other.end();
        other.begin(() -> "");

        life.begin(() -> "");

        assertThat(store).exists();
    }

    @Test
    void a_start_that_fails_leaves_good_state_good() {
        life.end();
        assertThatThrownBy(() -> life.begin(() -> {
                    throw new IllegalStateException("no such setting");
                }))
                .hasMessage("no such setting");

        new LastLife(folder, APPLICATION).begin(() -> "");

        assertThat(store).exists();
    }

    @Test
    void a_start_that_another_process_forbids_says_nothing_about_its_state() throws IOException {
        try (FileChannel other = FileChannel.open(
                        folder.resolve(APPLICATION).resolve(".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                FileLock held = other.lock()) {
            assertThatThrownBy(() -> life.begin(() -> {
                        throw new IllegalStateException("the folder is in use");
                    }))
                    .hasMessage("the folder is in use");
            assertThat(held.isValid()).isTrue();
        }

        life.begin(() -> "");

        assertThat(store).doesNotExist();
    }

    @Test
    void the_state_of_a_process_that_lives_is_left_alone() throws IOException {
        try (FileChannel other = FileChannel.open(
                        folder.resolve(APPLICATION).resolve(".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                FileLock held = other.lock()) {
            life.begin(() -> "");

            assertThat(held.isValid()).isTrue();
            assertThat(store).exists();
        }
    }

    @Test
    void the_first_life_has_nothing_to_discard(@TempDir Path empty) {
        new LastLife(empty, APPLICATION).begin(() -> "");

        assertThat(empty).isEmptyDirectory();
    }
}
