package io.duestream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a call is told before anybody is asked: none of these finds brokers, and none complains of that. */
class WrongCallsTest {
    private static final String NOBODY = "127.0.0.1:1";

    @TempDir
    private Path folder;

    @Test
    void a_job_that_breaks_a_rule_is_a_wrong_call() {
        wrong("job submit mail/1 --priority x", "priority is the text \"x\"");
        wrong("job submit mail/1 --priority -5", "priority is -5; 0 (highest) or more is expected");
        wrong("job submit mail/1 --shards 0", "shards is 0");
        wrong("job submit mail/1 --shards 1000000", "shards is 1000000; 1 to 1000 are allowed");
        wrong("job submit mail/1 --every 1s --count 0", "trigger.count is 0");
        wrong("job submit mail/1 --submission-id " + "x".repeat(129), "submissionId has 129 characters");
        wrong(List.of("job", "submit", "mail/1", "--cron", "0 0 0 30 2 ?"), "can never fire");
        wrong(List.of("job", "update", "mail/1", "--cron", "0 0 0 30 2 ?"), "can never fire");
        wrong("job reschedule mail/1 --every 0s", "trigger.interval");
    }

    @Test
    void a_bad_key_is_a_wrong_call_of_every_command_that_takes_one() {
        for (String command : List.of("submit", "cancel", "pause", "resume", "trigger", "reschedule", "update")) {
            wrong("job " + command + " noslash", "'noslash' is not a job key");
            wrong(List.of("job", command, "bad group/1"), "group 'bad group' is not a valid name");
            wrong(List.of("job", command, "mail/"), "taskId has 0 characters");
        }
        wrong("job submit --group a/b --task-id 1", "contains '/'");
    }

    @Test
    void a_wish_that_no_node_could_fulfil_is_a_wrong_call() {
        wrong("node threads 0 some-node", "N is 0; 1 to 10000 are allowed");
        wrong("node threads 10001 some-node", "N is 10001");
        wrong("node threads many some-node", "many");
        wrong("node drain --undo --idle some-node", "does not go with --undo");
        wrong("node drain --timeout -1 some-node", "--timeout is -1");
        wrong("node drain", "NODE");
        wrong("node log-level LOUD some-node", "LOUD");
        wrong("node list --role boss --since 0", "--role is 'boss'; known are client, tracker", "--since is 0");
    }

    @Test
    void a_guard_that_could_hold_nothing_back_is_a_wrong_call() {
        for (String key : List.of("executor.guard.cpu.percent", "executor.guard.memory.percent")) {
            wrong("executor --group mail --runner sleep -D " + key + "=101", key + " is 101; 1 to 100 is expected");
            wrong("executor --group mail --runner sleep -D " + key + "=-1", key + " is '-1'");
            wrong("executor --group mail --runner sleep -D " + key + "=much", key + " is 'much'");
        }
    }

    @Test
    void settings_that_no_group_could_have_are_a_wrong_call() {
        wrong("group set mail", "nothing to set");
        wrong("group set mail --rate 0", "--rate is 0; 1 to 1000000 are allowed, or none");
        wrong(
                List.of("group", "set", "a b", "--rate", "fast", "--concurrency", "-3", "--timeout", "0"),
                "group 'a b' is not a valid name",
                "--rate is fast",
                "--concurrency is -3",
                "--timeout is 0");
        wrong("group set mail --min-in-flight 9 --max-in-flight 3", "--min-in-flight is 9, more than --max-in-flight");
        wrong("group pause", "GROUP");
        wrong("group pause mail --reason " + "x".repeat(1025), "reason has 1025 characters");
        wrong("group show a/b --timeout 0", "group 'a/b'", "--timeout is 0");
    }

    @Test
    void everything_that_is_wrong_is_told_at_once() {
        wrong(
                List.of("job", "submit", "bad group/1", "--priority", "x", "--shards", "0", "--timeout", "0"),
                "group 'bad group'",
                "priority is the text",
                "shards is 0",
                "--timeout is 0");
        wrong(
                List.of("job", "cancel", "noslash", "--reason", "x".repeat(1025), "--timeout", "-1", "-D", "clutser=x"),
                "'noslash'",
                "reason has 1025 characters",
                "--timeout is -1",
                "unknown key 'clutser'");
        wrong(
                List.of("topic", "create", "--partitions", "0", "--group", "a b", "--client-group", "c d"),
                "--partitions is 0",
                "a b",
                "c d");
        wrong(
                List.of("tracker", "-D", "threads=none", "-D", "partitions=0", "-D", "session.timeout.ms=1"),
                "threads",
                "partitions",
                "session.timeout.ms");
    }

    @Test
    void a_path_that_cannot_be_read_is_a_wrong_call() {
        String none = folder.resolve("none").toString();

        wrong("job submit --file " + none, "--file " + none + " cannot be read");
        wrong("job submit --file " + folder, "is a directory");
        wrong("job submit mail/1 --payload-file " + none, "--payload-file " + none + " cannot be read");
        wrong("job list --config " + none, "properties file " + none + " cannot be read");
        wrong("executor --group mail --runner noop --classpath " + none, "does not exist");
    }

    @Test
    void a_name_that_is_none_is_a_wrong_call_of_every_role() {
        wrong(List.of("tracker", "--cluster", "x y"), "cluster 'x y' is not a valid name");
        wrong(List.of("feedback", "--cluster", "x y"), "cluster 'x y' is not a valid name");
        wrong(List.of("executor", "--group", "mail", "--runner", "noop", "--cluster", "x y"), "cluster 'x y'");
        wrong(List.of("executor", "--group", "a b", "--runner", "noop"), "a b");
        wrong(List.of("job", "list", "--cluster", "x y"), "cluster 'x y' is not a valid name");
    }

    @Test
    void a_cluster_in_one_process_refuses_settings_before_it_starts() {
        Command refused = Command.run(
                "standalone",
                "--data",
                folder.resolve("data").toString(),
                "--kafka-port",
                "70000",
                "-D",
                "partitions=0",
                "-D",
                "cluster=other");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("--kafka-port is 70000", "partitions", "-D cluster cannot be given");
        assertThat(folder.resolve("data")).doesNotExist();
        assertThat(Command.run("demo", "--zookeeper-port", "-1").err()).contains("--zookeeper-port is -1");
    }

    @Test
    void a_file_of_jobs_leaves_no_room_for_flags_of_one() throws Exception {
        Path lines = Files.writeString(folder.resolve("jobs.ndjson"), "");

        wrong("job submit --priority 3 --type x --file " + lines, "--file says what each job is", "type, priority");
        wrong("job submit mail/1 --file " + lines, "--file says what the jobs are called");
    }

    @Test
    void a_cron_expression_that_is_refused_is_a_wrong_call() {
        Command refused = Command.run("cron", "next", "0 0 0 30 2 ?", "--zone", "Mars", "--after", "x", "--count", "0");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("can never fire", "'Mars'", "'x' is not a time", "--count is 0");
    }

    @Test
    void a_number_below_none_is_a_wrong_call() {
        wrong("job list --limit -1", "--limit is -1");
        wrong("job show mail/1 --fires -1", "--fires is -1");
        wrong("audit tail --last -1", "--last is -1");
    }

    private static void wrong(String command, String... told) {
        wrong(List.of(command.split(" ")), told);
    }

    private static void wrong(List<String> command, String... told) {
        List<String> call = new ArrayList<>(command);
        call.addAll(List.of("--bootstrap", NOBODY));
        Command result = Command.run(call.toArray(String[]::new));
        assertThat(result.exitCode()).as(call + ": " + result.err()).isEqualTo(2);
        assertThat(result.err()).contains(told).doesNotContain("reach");
    }
}
