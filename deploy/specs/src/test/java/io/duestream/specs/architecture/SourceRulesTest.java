package io.duestream.specs.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Rules that are read from the sources, since class files do not tell. */
class SourceRulesTest {
    private static final int MOST_LINES = 400;

    /** The stores' builders and look-ups are called with a constant of StateStores, never with a text; exceptions may. */
    private static final Pattern STORE_BY_TEXT = Pattern.compile("\\w*[sS]tore\\w*(?<!Exception)\\(\\s*\"[^\"]*\"");

    @Test
    void no_file_is_longer_than_400_lines() {
        List<String> tooLong = new ArrayList<>();
        for (Path source : Project.javaSources()) {
            tooLong.addAll(tooLong(source.toString(), Project.read(source)));
        }

        assertThat(tooLong)
                .as("files that nobody reads to the end; split by what is decided, not by layer")
                .isEmpty();
    }

    @Test
    void a_file_of_401_lines_is_seen() {
        assertThat(tooLong("Long.java", "\n".repeat(400))).isEmpty();
        assertThat(tooLong("Long.java", "\n".repeat(401))).containsExactly("Long.java: 401 lines");
    }

    @Test
    void state_stores_are_named_in_one_place() {
        List<String> found = new ArrayList<>();
        for (Path source : Project.shippedSources()) {
            if (!source.endsWith("StateStores.java")) {
                found.addAll(storesByText(source.toString(), Project.read(source)));
            }
        }

        assertThat(found)
                .as("stores that are called by a text: a name with a typing error is a store of its own; "
                        + "use the constants of StateStores")
                .isEmpty();
    }

    @Test
    void a_store_that_is_called_by_a_text_is_seen() {
        assertThat(storesByText("A.java", "context.getStateStore(\n    \"jobs\")"))
                .hasSize(1);
        assertThat(storesByText("A.java", "Stores.persistentKeyValueStore(\"jobs\")"))
                .hasSize(1);
        assertThat(storesByText("A.java", "context.getStateStore(StateStores.JOBS)"))
                .isEmpty();
    }

    @Test
    void what_is_offered_to_everybody_says_what_it_is_for() {
        assertThat(Documentation.missingIn(Project.shippedSources()))
                .as("public without Javadoc; say what it is for, units, what may be absent and what is thrown, "
                        + "or make it package-private")
                .isEmpty();
    }

    @Test
    void what_is_offered_without_a_word_is_seen() {
        String source = """
                public record Offer(int price) {
                    public Offer {}
                    public int tax() { return price / 5; }
                    @Override public String toString() { return ""; }
                    int inner() { return 0; }
                    /** Said. */
                    public sealed interface Part { void cut(); }
                }
                class Inner { public void any() {} }
                """;

        assertThat(Documentation.missingIn("Offer.java", source))
                .containsExactly(
                        "Offer.java: type Offer", "Offer.java: method Offer.tax", "Offer.java: method Part.cut");
    }

    @Test
    void each_package_says_what_it_is_for() {
        assertThat(Project.shippedSources().stream()
                        .map(Path::getParent)
                        .distinct()
                        .filter(folder ->
                                !folder.resolve("package-info.java").toFile().isFile()))
                .as("packages without package-info.java: one paragraph about what is inside and what is not")
                .isEmpty();
    }

    private static List<String> tooLong(String name, String source) {
        long lines = source.lines().count();
        return lines > MOST_LINES ? List.of(name + ": " + lines + " lines") : List.of();
    }

    private static List<String> storesByText(String name, String source) {
        Matcher matcher = STORE_BY_TEXT.matcher(source);
        return matcher.results().map(each -> name + ": " + each.group()).toList();
    }
}
