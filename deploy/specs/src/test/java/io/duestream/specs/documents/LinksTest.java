package io.duestream.specs.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.specs.architecture.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinksTest {
    @Test
    void each_link_to_a_file_of_the_project_leads_somewhere() {
        List<String> dead = new ArrayList<>();
        for (Path page : Project.pages()) {
            dead.addAll(dead(Markdown.of(page.toString())));
        }

        assertThat(dead).isEmpty();
    }

    @Test
    void a_dead_link_is_seen() {
        assertThat(dead(new Markdown(Path.of("docs/a.md"), "see [b](b.md), [c](https://c.org) and [d](topics.md#x)")))
                .containsExactly("docs/a.md: b.md");
    }

    private static List<String> dead(Markdown page) {
        Path folder = Project.root().resolve(page.file()).getParent();
        return page.links().stream()
                .filter(link -> !Files.exists(folder.resolve(link)))
                .map(link -> page.file() + ": " + link)
                .toList();
    }
}
