package io.duestream.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageEndTest {
    @TempDir
    private Path place;

    @Test
    void removes_a_folder_with_all_that_is_in_it() throws Exception {
        Path folder = Files.createDirectories(place.resolve("bench/tracker/0_1"));
        Files.writeString(folder.resolve("row"), "some");

        StageEnd.remove(place.resolve("bench"));

        assertThat(place.resolve("bench")).doesNotExist();
    }

    @Test
    void does_nothing_where_there_is_no_folder() {
        StageEnd.remove(place.resolve("bench"));

        assertThat(place).isEmptyDirectory();
    }
}
