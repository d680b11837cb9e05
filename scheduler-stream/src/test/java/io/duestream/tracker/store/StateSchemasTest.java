package io.duestream.tracker.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.duestream.codec.SchemaCatalogue;
import io.duestream.codec.SchemaChange;
import io.duestream.codec.WriteVersion;
import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** State is handed from tracker to tracker while a cluster is upgraded, so it has versions like what travels. */
class StateSchemasTest {
    private static final File FOLDER = new File("src/main/resources/io/duestream/tracker/state");

    private final SchemaCatalogue state = new SchemaCatalogue(StateSchemasTest.class, "/io/duestream/tracker/state/");

    @TestFactory
    Stream<DynamicTest> every_schema_of_the_state_has_each_version_and_the_last_one_is_in_use() {
        return Arrays.stream(FOLDER.list((folder, name) -> name.endsWith(".avsc")))
                .map(file -> file.substring(0, file.length() - ".avsc".length()))
                .map(name -> dynamicTest(name, () -> {
                    List<Schema> released = state.released(name);
                    assertThat(released)
                            .as("versions of %s; the state's are numbered as the contract's", name)
                            .hasSize(WriteVersion.latest());
                    assertThat(released.get(released.size() - 1))
                            .as(
                                    "%s.avsc differs from its released copy. A released version is never edited; copy it to"
                                            + " released/%d with those of the contract",
                                    name, released.size() + 1)
                            .isEqualTo(state.current(name));
                    released.forEach(each -> assertThat(SchemaChange.problems(each, state.current(name)))
                            .isEmpty());
                }));
    }
}
