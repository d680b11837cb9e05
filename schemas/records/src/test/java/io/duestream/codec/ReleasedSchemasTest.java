package io.duestream.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The schemas in the source against the copies that were frozen when a version was released. */
class ReleasedSchemasTest {
    private static final File FOLDER = new File("src/main/resources/io/duestream/schemas");

    private final SchemaCatalogue contract = SchemaCatalogue.contract();

    @Test
    void there_is_one_schema_for_each_record_that_travels_and_no_other() {
        String[] expected = Envelopes.all().stream()
                .map(type -> type.getSimpleName() + ".avsc")
                .toArray(String[]::new);
        assertThat(FOLDER.list((folder, name) -> name.endsWith(".avsc"))).containsExactlyInAnyOrder(expected);
        for (File version : versions()) {
            assertThat(version.list())
                    .as("schemas of version " + version.getName())
                    .containsExactlyInAnyOrder(expected);
        }
    }

    @Test
    void versions_are_numbered_from_one_without_a_gap() {
        assertThat(versions()).isNotEmpty();
        Envelopes.all()
                .forEach(type ->
                        assertThat(contract.released(type.getSimpleName())).hasSameSizeAs(versions()));
    }

    @TestFactory
    Stream<DynamicTest> every_pair_of_versions_reads_each_other() {
        return Envelopes.all().stream()
                .map(Class::getSimpleName)
                .map(name -> dynamicTest(name, () -> {
                    List<Schema> released = contract.released(name);
                    for (int version = 1; version <= released.size(); version++) {
                        assertThat(SchemaChange.problems(released.get(version - 1), contract.current(name)))
                                .as(
                                        "%s.avsc is changed in a way that nodes and records of version %d do not bear. Restore what is"
                                                + " named here, and add a field with a default instead",
                                        name, version)
                                .isEmpty();
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> a_changed_schema_is_released_as_a_version() {
        return Envelopes.all().stream()
                .map(Class::getSimpleName)
                .map(name -> dynamicTest(name, () -> {
                    List<Schema> released = contract.released(name);
                    assertThat(released.get(released.size() - 1))
                            .as(unreleased(name, released.size()))
                            .isEqualTo(contract.current(name));
                }));
    }

    @Test
    void the_message_for_a_changed_schema_says_how_to_release_a_version() {
        assertThat(unreleased("LogLine", 1))
                .isEqualTo(
                        "LogLine.avsc differs from released/1/LogLine.avsc. A released copy is never edited. To release"
                                + " version 2: copy every *.avsc of src/main/resources/io/duestream/schemas into released/2/, run"
                                + " the tests with -Dduestream.golden.update=true, which writes the missing"
                                + " src/test/resources/golden/*.v2.hex, and commit both with a line in CHANGELOG.md.");
    }

    static String unreleased(String name, int last) {
        int next = last + 1;
        return name + ".avsc differs from released/" + last + "/" + name + ".avsc. A released copy is never edited. To"
                + " release version " + next + ": copy every *.avsc of src/main/resources/io/duestream/schemas into"
                + " released/" + next + "/, run the tests with -Dduestream.golden.update=true, which writes the missing"
                + " src/test/resources/golden/*.v" + next + ".hex, and commit both with a line in CHANGELOG.md.";
    }

    private static List<File> versions() {
        return Arrays.asList(new File(FOLDER, "released").listFiles(File::isDirectory));
    }
}
