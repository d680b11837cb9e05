package io.duestream.client.failstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.client.failstore.FailStore.Change;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The conformance suite on this kind of store; and which of the two it is. */
class NativeLevelDbConformanceTest extends FailStoreConformance {
    private static final byte[] KEY = {1};

    @Override
    protected FailStoreFactory factory() {
        return new LevelDbFactory();
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void the_native_library_is_what_runs_where_it_can_be_loaded() throws IOException {
        try (FailStore store = factory().open(directory)) {
            store.write(List.of(Change.put(KEY, KEY)), true);

            assertThat(nativeIsLoaded()).isTrue();
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void without_the_native_library_the_one_in_java_runs_and_both_read_what_the_other_wrote() throws Exception {
        try (FailStore store = factory().open(directory)) {
            store.write(List.of(Change.put(KEY, new byte[] {41})), true);
        }

        assertThat(withoutNativeLibrary()).containsExactly("found 41", "native false");

        try (FailStore store = factory().open(directory)) {
            assertThat(store.read(KEY)).contains(new byte[] {42});
        }
    }

    /** What this class says in a process whose class path has the Java part of the library, and no native one. */
    private List<String> withoutNativeLibrary() throws IOException, InterruptedException {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .filter(each -> !each.matches(".*leveldbjni-(linux|osx|win)\\d*-[^/]*"))
                .collect(Collectors.joining(java.io.File.pathSeparator));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        NativeLevelDbConformanceTest.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            List<String> said = output.lines()
                    .filter(line -> line.startsWith("found ") || line.startsWith("native "))
                    .toList();
            assertThat(process.waitFor()).isZero();
            return said;
        } finally {
            process.destroyForcibly();
        }
    }

    /** A library is mapped by the name of its temporary file; the jar of its Java part by its own. */
    private static boolean nativeIsLoaded() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .anyMatch(line -> line.contains("/libleveldbjni-"));
    }

    /** Entry of the process without the library: it reads the value, writes the next one, and says which library it has. */
    public static void main(String[] arguments) throws IOException {
        try (FailStore store = new LevelDbFactory().open(Path.of(arguments[0]))) {
            byte found = store.read(KEY).orElseThrow()[0];
            System.out.println("found " + found);
            store.write(List.of(Change.put(KEY, new byte[] {(byte) (found + 1)})), true);
        }
        System.out.println("native " + nativeIsLoaded());
    }
}
