package io.duestream.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoctorPageTest {
    private static final Path PAGE = Path.of("../../docs/doctor.md");

    @Test
    void the_page_names_each_check_and_what_it_looks_for() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(rows)
                .as("the table of checks in docs/doctor.md")
                .containsExactlyElementsOf(Checks.all().stream()
                        .map(each -> "| `" + each.name() + "` | " + each.looksFor() + " |")
                        .toList());
    }
}
