package io.duestream.specs.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.specs.architecture.Project;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the README shows is what is compiled, and what it counts up is what is there. */
class ReadmeTest {
    private static final Path SUBMIT =
            Path.of("submit-api/client/src/test/java/io/duestream/client/ReadmeSubmitExample.java");
    private static final Path RUNNER =
            Path.of("executor/runtime/src/test/java/io/duestream/executor/ReadmeRunnerExample.java");

    private static final List<Markdown> READMES = List.of(Markdown.of("README.md"), Markdown.of("README.zh-CN.md"));

    @TestFactory
    Stream<DynamicTest> the_examples_are_the_compiled_ones() {
        return each(readme -> assertThat(readme.blocks("java"))
                .as("java blocks of %s; copy what stands between the README marks of the examples", readme.file())
                .containsExactly(example(SUBMIT), example(RUNNER)));
    }

    @Test
    void an_example_has_fifteen_lines_at_most() {
        assertThat(example(SUBMIT).lines().count()).isLessThanOrEqualTo(15);
        assertThat(example(RUNNER).lines().count()).isLessThanOrEqualTo(15);
    }

    @TestFactory
    Stream<DynamicTest> the_table_of_dependencies_is_that_of_the_poms() {
        return each(readme -> assertThat(Dependencies.in(readme))
                .as("dependencies in %s, with who needs them: ships, runs or tests", readme.file())
                .containsExactlyInAnyOrderElementsOf(Dependencies.ofTheProject()));
    }

    @TestFactory
    Stream<DynamicTest> each_dependency_has_its_reason() {
        return each(readme -> assertThat(Dependencies.rows(readme))
                .allSatisfy(row -> assertThat(row.get(2)).isNotBlank()));
    }

    @TestFactory
    Stream<DynamicTest> continuous_integration_calls_the_test_command() {
        return each(readme -> {
            assertThat(readme.blocks("")).contains("./mvnw verify\n");
            assertThat(Project.read(Path.of(".ci/run")).lines()).anyMatch(line -> line.startsWith("./mvnw verify "));
        });
    }

    @TestFactory
    Stream<DynamicTest> what_shows_a_promise_is_there() {
        return each(readme -> assertThat(readme.promises())
                .hasSize(8)
                .allSatisfy(promise -> assertThat(Markdown.types(promise))
                        .allSatisfy(type -> assertThat(Project.typeNames()).contains(type))));
    }

    @Test
    void what_the_architecture_names_is_there() {
        assertThat(Project.typeNames()).containsAll(Markdown.types(Project.read(Path.of("ARCHITECTURE.md"))));
    }

    private static Stream<DynamicTest> each(Consumer<Markdown> test) {
        return READMES.stream()
                .map(readme -> DynamicTest.dynamicTest(readme.file().toString(), () -> test.accept(readme)));
    }

    /** What stands between the marks, moved to the left. */
    private static String example(Path source) {
        List<String> lines = Project.read(source).lines().toList();
        int from = mark(lines, "// README: ", 0);
        int to = mark(lines, "// README: end", from + 1);
        return String.join("\n", lines.subList(from + 1, to)).stripIndent() + "\n";
    }

    private static int mark(List<String> lines, String mark, int from) {
        for (int i = from; i < lines.size(); i++) {
            if (lines.get(i).strip().startsWith(mark)) {
                return i;
            }
        }
        throw new IllegalStateException("no line '" + mark + "' from line " + from);
    }
}
