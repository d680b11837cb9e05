package io.duestream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.client.failstore.FailStoreDirectory;
import io.duestream.client.failstore.FailStoreDirectory.Claimed;
import io.duestream.client.failstore.FailStoreFactory;
import io.duestream.client.failstore.FailStoreRoot;
import io.duestream.client.failstore.RecordKind;
import io.duestream.client.failstore.StoreBounds;
import io.duestream.client.failstore.StoredRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailStoreCommandTest {
    private static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void stores_are_listed_with_what_is_in_them_or_who_has_them() {
        fill();
        assertThat(run("list").out()).contains("commands/leveldb-1  nobody").containsPattern("nobody +1 +1 ");

        try (Claimed open = directory().claim()) {
            assertThat(open.records().size()).isEqualTo(1);
            Command list = run("list", "--json");

            assertThat(list.exitCode()).isZero();
            assertThat(list.out()).contains("\"inUseBy\" : \"this process\"").doesNotContain("records\" : 1");
        }
    }

    @Test
    void a_store_that_is_corrupt_is_told_with_the_place_at_which_it_is_kept() throws IOException {
        fill();
        Path store = new FailStoreRoot(folder, "duestream").commands().resolve("leveldb-1");
        try (Stream<Path> files = Files.list(store)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".log")
                            || each.getFileName().toString().startsWith("MANIFEST"))
                    .toList()) {
                Files.write(file, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
            }
        }

        Command list = run("list");
        assertThat(list.out()).containsPattern("corrupt: .*/commands/leveldb-1\\.corrupt-");
        assertThat(list.out()).as("the new one is empty").containsPattern("commands/leveldb-1 +nobody +0 +0 ");
        Command json = run("list", "--json");
        assertThat(json.out()).containsPattern("\"corrupt\" : \\[ \".*leveldb-1\\.corrupt-");
        assertThat(json.exitCode()).isZero();
    }

    @Test
    void what_is_in_quarantine_is_shown_taken_out_and_destroyed() {
        fill();
        assertThat(run("quarantine").out()).contains("commands/leveldb-1", "mail/2", "too large");

        assertThat(run("quarantine", "--store", "commands/leveldb-1", "--retry", "2")
                        .out())
                .doesNotContain("mail/2");
        try (Claimed open = directory().claim()) {
            assertThat(open.records().first(10)).extracting(StoredRecord::lane).containsExactly("mail/1", "mail/2");
            open.records().quarantine(open.records().first(1).get(0), "no", NOW);
        }
        assertThat(run("quarantine", "--store", "commands/leveldb-1", "--drop", "1")
                        .exitCode())
                .isZero();
        assertThat(run("quarantine", "--json").out()).contains("\"records\" : [ ]");
    }

    @Test
    void wrong_calls_are_told() {
        fill();

        assertThat(run("quarantine", "--retry", "2").exitCode()).isEqualTo(2);
        assertThat(run("quarantine", "--store", "commands/leveldb-1", "--drop", "9")
                        .err())
                .contains("there is no [9]");
        assertThat(run("quarantine", "--store", "x").err())
                .contains("there is no fail store 'x'", "commands/leveldb-1");
        assertThat(Command.run(
                                "fail-store",
                                "list",
                                "--dir",
                                folder.resolve("absent").toString())
                        .err())
                .contains("there is no directory", "--dir");
        assertThat(Command.run("fail-store").exitCode()).isEqualTo(2);
    }

    private Command run(String... arguments) {
        String[] call = new String[arguments.length + 3];
        call[0] = "fail-store";
        System.arraycopy(arguments, 0, call, 1, arguments.length);
        call[call.length - 2] = "--dir";
        call[call.length - 1] = folder.toString();
        return Command.run(call);
    }

    private void fill() {
        try (Claimed open = directory().claim()) {
            open.records().append(List.of(record(1), record(2)));
            open.records().quarantine(record(2), "too large", NOW);
        }
    }

    private FailStoreDirectory directory() {
        return new FailStoreDirectory(
                new FailStoreRoot(folder, "duestream").commands(),
                FailStoreFactory.named(FailStoreFactory.DEFAULT),
                StoreBounds.DEFAULT,
                InstantSource.fixed(NOW));
    }

    private static StoredRecord record(long sequence) {
        return new StoredRecord(
                sequence, RecordKind.COMMAND, "mail/" + sequence, "duestream.commands", new byte[1], new byte[9], NOW);
    }
}
