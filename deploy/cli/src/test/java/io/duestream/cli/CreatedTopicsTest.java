package io.duestream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.embedded.EmbeddedCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class CreatedTopicsTest {
    @TempDir
    private static Path data;

    private static EmbeddedCluster cluster;

    @BeforeAll
    static void start() {
        cluster = EmbeddedCluster.start(new EmbeddedCluster.Settings(data));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void a_cluster_keeps_its_partitions_and_says_so_to_who_asks_for_others() {
        assertThat(create("two", "--partitions", "2").exitCode()).isZero();

        Command others = create("two", "--partitions", "9");
        assertThat(others.exitCode()).isEqualTo(1);
        assertThat(others.err()).contains("--partitions 9 was not done: cluster 'two' has 2, fixed for its life");
        assertThat(create("two", "--partitions", "9", "--json").out())
                .contains("--partitions 9 was not done")
                .contains("\"partitions\" : 2");

        assertThat(create("two", "--partitions", "2").exitCode()).isZero();
        Command unsaid = create("two");
        assertThat(unsaid.exitCode()).as(unsaid.err()).isZero();
        assertThat(unsaid.err()).isEmpty();
    }

    private static Command create(String name, String... options) {
        List<String> call = new ArrayList<>(
                List.of("topic", "create", "--bootstrap", cluster.bootstrapServers(), "--cluster", name));
        call.addAll(List.of(options));
        return Command.run(call.toArray(String[]::new));
    }
}
