package io.duestream.topic;

import io.duestream.topic.TopicSpec.Width;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares an existing topic with how it has to be. Retention may differ: keeping longer or shorter is an operator's choice. */
final class TopicDifferences {
    private TopicDifferences() {}

    /**
     * Everything that is not as it has to be, in words for the person who can change it.
     *
     * @param expected partition count that it would have been made with
     * @param found its partition count
     * @param config its configuration by the brokers' names, effective values
     */
    static List<String> of(TopicSpec spec, int expected, int found, Map<String, String> config) {
        List<String> problems = new ArrayList<>();
        if (found != expected) {
            problems.add(partitions(spec, expected, found));
        }
        Map<String, String> wanted = spec.config();
        compare(
                problems,
                spec,
                "message.timestamp.type",
                wanted,
                config,
                "with producers' times one record stamped 0 is deleted at once and one stamped -1 stops a tracker");
        compare(problems, spec, "cleanup.policy", wanted, config, "records must stay until their retention ends");
        if (tooSmall(config.get("max.message.bytes"), Topics.MAX_RECORD_BYTES)) {
            compare(
                    problems,
                    spec,
                    "max.message.bytes",
                    wanted,
                    config,
                    "larger records are refused by the brokers and stop their writer");
        }
        return problems;
    }

    private static String partitions(TopicSpec spec, int expected, int found) {
        String have = "has " + count(found) + ", expected " + expected + " (";
        String remedy = "; delete the topic while nothing uses it, and it is made anew, without its records";
        if (spec.width() == Width.ONE) {
            return have + "its records are in one order)" + remedy;
        }
        return have + "the cluster's count, fixed by its commands topic)" + remedy;
    }

    private static void compare(
            List<String> problems,
            TopicSpec spec,
            String key,
            Map<String, String> wanted,
            Map<String, String> config,
            String why) {
        String expected = wanted.get(key);
        String found = config.get(key);
        if (!expected.equals(found)) {
            problems.add("has " + key + "=" + found + ", expected " + expected + " (" + why
                    + "); set it: kafka-configs.sh --bootstrap-server HOST:PORT --alter --topic " + spec.name()
                    + " --add-config " + key + "=" + expected);
        }
    }

    private static boolean tooSmall(String found, int least) {
        try {
            return Long.parseLong(found) < least;
        } catch (NumberFormatException e) {
            return true;
        }
    }

    static String count(int partitions) {
        return partitions == 1 ? "1 partition" : partitions + " partitions";
    }
}
