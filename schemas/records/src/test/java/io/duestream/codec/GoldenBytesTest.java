package io.duestream.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The bytes of one record of each kind in each released version, as they lie in topics and fail stores for weeks. */
class GoldenBytesTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden");
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
    private static final int BYTES_A_LINE = 32;

    @TestFactory
    Stream<DynamicTest> a_released_version_is_written_as_ever() {
        return eachReleased((record, version, golden) -> assertThat(hex(encode(record, version)))
                .as(
                        "%s is no longer written as version %d was. Nodes of that version would misread it. Undo the change"
                                + " of codec or released schema; if the hand-written sample was changed, undo that: a new"
                                + " field holds its default in the samples of versions that lack it. Only if this version"
                                + " was never released: delete its file and run with -Dduestream.golden.update=true",
                        record.getClass().getSimpleName(), version)
                .isEqualTo(golden));
    }

    @TestFactory
    Stream<DynamicTest> bytes_of_a_released_version_are_read_as_ever() {
        return eachReleased((record, version, golden) -> assertThat(Codecs.decode(
                        record.getClass(), HEX.parseHex(golden.strip().replace('\n', ' '))))
                .as(
                        "%s of version %d is no longer read. Records of it lie in topics and fail stores; undo the change"
                                + " of codec or schema",
                        record.getClass().getSimpleName(), version)
                .isEqualTo(record));
    }

    private interface Check {
        void on(Record record, int version, String golden);
    }

    private static Stream<DynamicTest> eachReleased(Check check) {
        List<DynamicTest> tests = new ArrayList<>();
        for (Record record : HandWritten.full()) {
            String name = record.getClass().getSimpleName();
            int versions = SchemaCatalogue.contract().released(name).size();
            for (int version = 1; version <= versions; version++) {
                int of = version;
                tests.add(dynamicTest(name + " version " + of, () -> check.on(record, of, golden(record, of))));
            }
        }
        return tests.stream();
    }

    private static String golden(Record record, int version) throws IOException {
        Path file = FOLDER.resolve(record.getClass().getSimpleName() + ".v" + version + ".hex");
        if (Files.notExists(file)) {
            if (!Boolean.getBoolean("duestream.golden.update")) {
                fail(file + " is missing; run the tests with -Dduestream.golden.update=true to write it, and commit it."
                        + " A file that is there is never overwritten.");
            }
            Files.createDirectories(FOLDER);
            Files.writeString(file, hex(encode(record, version)));
        }
        return Files.readString(file);
    }

    private static byte[] encode(Record record, int version) {
        return encode(record.getClass(), record, version);
    }

    private static <T> byte[] encode(Class<T> type, Object record, int version) {
        return RecordCodec.of(type, version).encode(type.cast(record));
    }

    private static String hex(byte[] bytes) {
        StringBuilder lines = new StringBuilder();
        for (int at = 0; at < bytes.length; at += BYTES_A_LINE) {
            lines.append(HEX.formatHex(bytes, at, Math.min(at + BYTES_A_LINE, bytes.length)))
                    .append('\n');
        }
        return lines.toString();
    }
}
