package io.duestream.specs.documents;

import io.duestream.specs.architecture.Project;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A page, taken apart as far as the tests need it. */
record Markdown(Path file, String text) {
    private static final Pattern FENCED = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern TYPE = Pattern.compile("`([A-Z][a-z]+(?:[A-Z][a-z]+)+)`");
    private static final Pattern ROW = Pattern.compile("(?m)^\\|(.+)\\|$");

    static Markdown of(String file) {
        Path path = Path.of(file);
        return new Markdown(path, Project.read(path));
    }

    /** The fenced blocks of a language; those without one for the empty text. */
    List<String> blocks(String language) {
        return FENCED.matcher(text)
                .results()
                .filter(each -> each.group(1).equals(language))
                .map(each -> each.group(2))
                .toList();
    }

    /** The links to other files of the project, without what stands after {@code #}. */
    List<String> links() {
        String plain = FENCED.matcher(text).replaceAll("");
        return LINK.matcher(plain)
                .results()
                .map(each -> each.group(1).split("#", 2)[0])
                .filter(each -> !each.isEmpty() && !each.contains("://"))
                .toList();
    }

    /** The cells of each row whose first cell holds one word in back quotes. */
    List<List<String>> rows() {
        return ROW.matcher(text)
                .results()
                .map(Markdown::cells)
                .filter(cells -> cells.get(0).matches("`[^`]+`"))
                .toList();
    }

    /** The rows of the table of promises, G1 and so on. */
    List<String> promises() {
        return text.lines().filter(line -> line.matches("\\| G\\d \\|.*")).toList();
    }

    /** The names in back quotes that can only be those of types: two words or more, each with a capital. */
    static List<String> types(String text) {
        return TYPE.matcher(text).results().map(each -> each.group(1)).toList();
    }

    private static List<String> cells(MatchResult row) {
        return Arrays.stream(row.group(1).split("\\|")).map(String::strip).toList();
    }
}
