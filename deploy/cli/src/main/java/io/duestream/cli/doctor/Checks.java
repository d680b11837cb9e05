package io.duestream.cli.doctor;

import java.util.List;

/** All checks, in the order in which they look. */
final class Checks {
    private Checks() {}

    static List<Check> all() {
        return List.of(
                new BrokerSettings(),
                new TopicSettings(),
                new Changelogs(),
                new Members(),
                StateRowsFit.timers(),
                StateRowsFit.waiting(),
                StateRowsFit.attempts(),
                new Lag(),
                new OpenTransactions(),
                new Clocks(),
                new FailStores(),
                new OpenLetters(),
                new ZooKeeperAnswers());
    }
}
