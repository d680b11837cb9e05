package io.duestream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DuestreamTest {
    @TempDir
    private Path folder;

    @Test
    void every_command_has_help_that_says_what_it_does() {
        List<String[]> commands = new ArrayList<>();
        collect(Duestream.commandLine(), List.of(), commands);

        assertThat(commands).hasSizeGreaterThan(20);
        for (String[] command : commands) {
            String[] call = append(command, "--help");
            Command help = Command.run(call);
            assertThat(help.exitCode()).as(String.join(" ", call)).isZero();
            assertThat(help.out()).as(String.join(" ", call)).contains("Usage: duestream");
            assertThat(help.out().lines().count()).as(String.join(" ", call)).isGreaterThan(3);
        }
    }

    @Test
    void every_command_that_prints_data_can_print_json() {
        for (String command : List.of(
                "topic create",
                "job submit",
                "job list",
                "job show",
                "job cancel",
                "audit timeline",
                "audit tail",
                "audit verify",
                "fail-store list",
                "fail-store drain",
                "fail-store quarantine",
                "cron next")) {
            assertThat(Command.run(append(command.split(" "), "--help")).out())
                    .as(command)
                    .contains("--json");
        }
    }

    @Test
    void a_command_that_is_missing_or_unknown_is_a_wrong_call() {
        assertThat(Command.run().exitCode()).isEqualTo(2);
        assertThat(Command.run().err()).contains("a command is missing", "demo", "--help");
        assertThat(Command.run("job", "sumbit").exitCode()).isEqualTo(2);
        assertThat(Command.run("job", "sumbit").err()).contains("sumbit", "submit, list");
        assertThat(Command.run("demo", "--within", "0").exitCode()).isEqualTo(2);
    }

    @Test
    void a_wrong_call_is_told_in_a_few_lines() {
        Command wrong = Command.run("job", "submit", "mail/1", "--priority", "high", "--shards", "many");

        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("priority is the text \"high\"", "shards is the text \"many\"");
        assertThat(wrong.err().lines().count()).isLessThan(5);
    }

    @Test
    void brokers_that_are_away_are_told_without_a_stack_trace() {
        Command away = Command.run("job", "list", "--bootstrap", "127.0.0.1:1");

        assertThat(away.exitCode()).isEqualTo(1);
        assertThat(away.err())
                .contains("cannot reach Kafka at 127.0.0.1:1", "--bootstrap")
                .doesNotContain("\tat ");
    }

    @Test
    void who_asks_for_it_gets_the_stack_trace() {
        Command away = Command.run("job", "list", "--bootstrap", "no.such.host.invalid:9092", "--verbose");

        assertThat(away.exitCode()).isEqualTo(1);
        assertThat(away.err())
                .contains("cannot reach Kafka at no.such.host.invalid:9092")
                .contains("\tat ");
    }

    @Test
    void a_job_that_breaks_the_rules_is_refused_with_the_reason() throws Exception {
        Path lines = Files.writeString(folder.resolve("jobs.ndjson"), "");

        assertThat(Command.run("job", "submit", "mail/1", "--file", lines.toString())
                        .exitCode())
                .isEqualTo(2);
        assertThat(Command.run("job", "submit").err()).contains("name the job");
        assertThat(Command.run("job", "submit", "noslash").err()).contains("not a job key");
        assertThat(Command.run("job", "submit", "mail/1", "--zone", "UTC").err())
                .contains("--cron");
    }

    @Test
    void a_key_that_nobody_knows_is_told_with_those_that_are() throws Exception {
        Path file = Files.writeString(folder.resolve("duestream.properties"), "bootstrap.server=x\n");

        Command wrong = Command.run("job", "list", "--config", file.toString(), "-D", "clutser=y");

        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err())
                .contains("unknown key 'bootstrap.server'", "unknown key 'clutser'", "bootstrap.servers");
    }

    private static void collect(CommandLine line, List<String> path, List<String[]> commands) {
        commands.add(path.toArray(String[]::new));
        line.getSubcommands().forEach((name, command) -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(name);
            collect(command, longer, commands);
        });
    }

    private static String[] append(String[] words, String word) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add(word);
        return all.toArray(String[]::new);
    }
}
