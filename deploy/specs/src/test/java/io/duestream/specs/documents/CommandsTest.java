package io.duestream.specs.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.cli.Duestream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The command lines of the README are understood by the command, and none of its commands is left out. */
class CommandsTest {
    private static final String PROGRAM = "`deploy/duestream ";
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final Pattern COMMAND_IN_HELP = Pattern.compile("(?m)^  ([a-z]\\S*) {2,}\\S");

    @TestFactory
    Stream<DynamicTest> each_command_line_is_understood() {
        return Stream.of("README.md", "README.zh-CN.md")
                .flatMap(file -> commands(file).stream()
                        .map(line -> DynamicTest.dynamicTest(
                                file + ": " + line,
                                () -> assertThat(notUnderstood(line)).isEmpty())));
    }

    @Test
    void a_command_or_an_option_that_is_not_there_is_seen() {
        assertThat(notUnderstood("demo --exit --quickly")).containsExactly("--quickly");
        assertThat(notUnderstood("topic destroy")).containsExactly("topic destroy");
    }

    @Test
    void both_readmes_show_the_same_commands() {
        assertThat(commands("README.zh-CN.md")).isEqualTo(commands("README.md"));
    }

    @Test
    void no_command_is_left_out() {
        List<String> offered = COMMAND_IN_HELP
                .matcher(run(new String[] {"--help"}).text())
                .results()
                .map(each -> each.group(1))
                .toList();

        assertThat(offered).isNotEmpty();
        assertThat(commands("README.md").stream().map(line -> line.split(" ")[0]))
                .containsAll(offered);
    }

    private record Answer(int exitCode, String text) {}

    private static Answer run(String[] arguments) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text, true);
        return new Answer(Duestream.run(out, out, arguments), text.toString());
    }

    /** The options of a line that the help of its command does not name, or the command if there is none. */
    private static List<String> notUnderstood(String line) {
        List<String> words = WORD.matcher(line)
                .results()
                .map(each -> each.group(1) != null ? each.group(1) : each.group(2))
                .toList();
        List<String> command =
                words.stream().takeWhile(each -> each.matches("[a-z][a-z-]*")).toList();
        List<String> withHelp = new ArrayList<>(command);
        withHelp.add("--help");
        String help = run(withHelp.toArray(String[]::new)).text();
        if (!help.startsWith("Usage: duestream " + String.join(" ", command) + " ")) {
            return List.of(String.join(" ", command));
        }
        return words.stream()
                .filter(each -> each.startsWith("-"))
                .filter(each -> !Pattern.compile("(?<![\\w-])" + Pattern.quote(each) + "(?![\\w-])")
                        .matcher(help)
                        .find())
                .toList();
    }

    /** The first cells of the table of commands. */
    private static List<String> commands(String file) {
        return Markdown.of(file).rows().stream()
                .map(cells -> cells.get(0))
                .filter(cell -> cell.startsWith(PROGRAM))
                .map(cell -> cell.substring(PROGRAM.length(), cell.length() - 1))
                .toList();
    }
}
