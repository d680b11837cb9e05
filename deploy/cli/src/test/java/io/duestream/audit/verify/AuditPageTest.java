package io.duestream.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditPageTest {
    private static final Path PAGE = Path.of("../../docs/audit.md");

    @Test
    void the_page_on_the_proof_names_each_check_with_its_sentence() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(rows)
                .as("the table of checks in docs/audit.md")
                .containsExactlyElementsOf(new HandMadeLog()
                        .verdict().checks().stream()
                                .map(each -> "| `" + each.name() + "` | " + each.sentence() + " |")
                                .toList());
    }
}
