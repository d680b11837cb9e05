package io.duestream.tracker.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page on the life cycle says what the core does. */
class LifeCyclePageTest {
    private static final Path PAGE = Path.of("../docs/life-cycle.md");

    @Test
    void the_committed_page_is_what_the_core_makes_of_its_template() throws IOException {
        String page = page();
        if (Boolean.getBoolean("duestream.docs.update")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }
        assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
                .as("docs/life-cycle.md is not what the source says; run `./mvnw -pl scheduler-stream -am test"
                        + " -Dtest=LifeCyclePageTest -Dsurefire.failIfNoSpecifiedTests=false"
                        + " -Dduestream.docs.update=true` and commit it")
                .isEqualTo(page);
    }

    private static String page() throws IOException {
        Map<String, String> parts = Map.ofEntries(
                Map.entry("reactions", RuleTables.reactions()),
                Map.entry("overlap", RuleTables.overlap()),
                Map.entry("misfire", RuleTables.misfire()),
                Map.entry("endings", EndingTable.text()),
                Map.entry("max fires", number(CoreSettings.MAX_OPEN_FIRES)),
                Map.entry("max shards", number(CoreSettings.MAX_OPEN_SHARDS)),
                Map.entry("fires a decision", number(CoreSettings.MAX_FIRES_A_DECISION)),
                Map.entry("occurrences a decision", number(CoreSettings.MAX_OCCURRENCES_A_DECISION)),
                Map.entry("max lost", number(CoreSettings.DEFAULT.losses().most())),
                Map.entry(
                        "misfire threshold",
                        CoreSettings.DEFAULT.misfireThreshold().toSeconds() + " seconds"));
        String page = template();
        for (Map.Entry<String, String> part : parts.entrySet()) {
            assertThat(page).contains("{{" + part.getKey() + "}}");
            page = page.replace("{{" + part.getKey() + "}}", part.getValue());
        }
        assertThat(page).doesNotContain("{{");
        return page;
    }

    private static String number(int value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String template() throws IOException {
        try (InputStream in = LifeCyclePageTest.class.getResourceAsStream("life-cycle.md")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
