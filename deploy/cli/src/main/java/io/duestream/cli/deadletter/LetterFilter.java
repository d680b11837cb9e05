package io.duestream.cli.deadletter;

import io.duestream.cli.output.Problems;
import io.duestream.topic.DeadLetter;
import io.duestream.topic.Topics;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which letters are meant. */
final class LetterFilter {
    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "Only records of this topic, such as commands or dispatch.mail.")
    private String topic;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Only those whose reason contains this text, in upper or lower case.")
    private String reason;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "Only those that this role put aside: tracker, executor, feedback or client.")
    private LetterRole role;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Leave out what was put aside before, such as 2027-03-14T06:30:00Z.")
    private Instant from;

    @Option(names = "--to", paramLabel = "TIME", description = "Leave out what was put aside then or later.")
    private Instant to;

    /** Whether anything was said. */
    boolean given() {
        return topic != null || reason != null || role != null || from != null || to != null;
    }

    void check(Problems problems) {
        if (from != null && to != null && !from.isBefore(to)) {
            problems.add("--from is " + from + ", not before --to, which is " + to);
        }
    }

    Optional<Instant> from() {
        return Optional.ofNullable(from);
    }

    boolean fits(Topics topics, DeadLetter letter) {
        return (topic == null || fitsTopic(topics, letter.origin().topic()) || fitsTopic(topics, letter.home()))
                && (reason == null || lower(letter.reason()).contains(lower(reason)))
                && (role == null || role == LetterRole.of(topics, letter))
                && (from == null || !letter.appendedAt().isBefore(from))
                && (to == null || letter.appendedAt().isBefore(to));
    }

    private boolean fitsTopic(Topics topics, String name) {
        return name.equals(topic) || name.equals(topics.cluster() + "." + topic);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
