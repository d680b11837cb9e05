package io.duestream.specs.upgrade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A version of Duestream that knows one more version of the records, made out of this one: the definition of a job, the
 * dispatch and the end of an attempt have a field more. A process has that version if the folder stands first in its class
 * path.
 */
final class NewerVersion {
    /** The field that has come. Who writes the newer version writes {@link #WRITTEN} into it. */
    static final String FIELD = "sinceTwo";

    /** What is written into it. */
    static final String WRITTEN = "written by two";

    private static final Path ROOT = Path.of("../..");
    private static final Path CONTRACT = ROOT.resolve("schemas/records/src/main/resources");
    private static final Path STATE = ROOT.resolve("scheduler-stream/src/main/resources");
    private static final Map<String, String> RECORDS = Map.of(
            "JobDefinition", "io/duestream/job",
            "JobDispatch", "io/duestream/record",
            "Finished", "io/duestream/record/report");

    private final Path folder;
    private final ObjectMapper json = new ObjectMapper();

    private NewerVersion(Path folder) {
        this.folder = folder;
    }

    /** Makes the version in a folder; the folder. */
    static Path in(Path folder) throws IOException {
        NewerVersion version = new NewerVersion(folder);
        version.schemas(CONTRACT, "io/duestream/schemas");
        version.schemas(STATE, "io/duestream/tracker/state");
        version.types();
        return folder;
    }

    private void schemas(Path source, String resources) throws IOException {
        Path from = source.resolve(resources);
        int next = versions(from) + 1;
        Path current = Files.createDirectories(folder.resolve(resources));
        Path released = Files.createDirectories(current.resolve("released/" + next));
        try (Stream<Path> files = Files.list(from)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".avsc")).toList()) {
                JsonNode schema = json.readTree(file.toFile());
                widen(schema);
                for (Path to : List.of(current, released)) {
                    json.writeValue(to.resolve(file.getFileName().toString()).toFile(), schema);
                }
            }
        }
    }

    private static int versions(Path schemas) throws IOException {
        try (Stream<Path> released = Files.list(schemas.resolve("released"))) {
            return (int) released.count();
        }
    }

    private void widen(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.path("type").asText().equals("record")
                && RECORDS.containsKey(object.path("name").asText())) {
            ObjectNode field = object.withArray("fields").addObject();
            field.put("name", FIELD).put("default", "written by one");
            field.putObject("type").put("type", "string").put("maxLength", 32);
        }
        schema.forEach(this::widen);
    }

    private void types() throws IOException {
        Path sources = Files.createDirectories(folder.resolve("sources"));
        List<String> files = new ArrayList<>();
        for (Map.Entry<String, String> each : RECORDS.entrySet()) {
            String name = each.getKey();
            Path source = ROOT.resolve("schemas/records/src/main/java")
                    .resolve(each.getValue())
                    .resolve(name + ".java");
            Path wider = sources.resolve(name + ".java");
            Files.writeString(wider, widen(name, Files.readString(source)));
            files.add(wider.toString());
        }
        List<String> arguments = new ArrayList<>(List.of(
                "--release",
                "17",
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString()));
        arguments.addAll(files);
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        if (result != 0) {
            throw new IllegalStateException("the newer version does not compile");
        }
    }

    /** A component more, and a constructor without it for all the code that knows nothing of it. */
    private static String widen(String name, String source) {
        int open = source.indexOf("public record " + name + "(") + ("public record " + name + "(").length();
        int close = matching(source, open);
        List<String> components = split(source.substring(open, close));
        String names = components.stream()
                .map(each -> each.substring(each.lastIndexOf(' ') + 1))
                .collect(Collectors.joining(", "));
        int body = source.indexOf('{', close) + 1;
        String constructor = "public " + name + "(" + String.join(", ", components) + ") { this(" + names + ", \""
                + WRITTEN + "\"); }";
        return source.substring(0, close) + ", String " + FIELD + source.substring(close, body) + constructor
                + source.substring(body);
    }

    private static int matching(String source, int open) {
        int depth = 1;
        for (int i = open; ; i++) {
            char each = source.charAt(i);
            depth += each == '(' ? 1 : each == ')' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
    }

    private static List<String> split(String components) {
        List<String> split = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < components.length(); i++) {
            char each = components.charAt(i);
            depth += each == '<' ? 1 : each == '>' ? -1 : 0;
            if (each == ',' && depth == 0) {
                split.add(components.substring(from, i).strip());
                from = i + 1;
            }
        }
        split.add(components.substring(from).strip());
        return split;
    }
}
