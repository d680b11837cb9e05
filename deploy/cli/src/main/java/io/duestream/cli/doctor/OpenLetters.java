package io.duestream.cli.doctor;

import io.duestream.cli.deadletter.LetterTopic;
import io.duestream.cli.deadletter.Marks;
import io.duestream.job.Position;
import io.duestream.topic.DeadLetter;
import io.duestream.topic.LetterMark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Dead letters that nobody has seen to. */
final class OpenLetters implements Check {
    @Override
    public String name() {
        return "dead-letters";
    }

    @Override
    public String looksFor() {
        return "Dead letters that nobody has retried or dismissed, by the topic they came from.";
    }

    @Override
    public List<Finding> look(Examination examination) {
        if (!examination
                .topicNames()
                .contains(examination.topics().deadLetters().name())) {
            return List.of();
        }
        Marks marks = new Marks();
        Map<Position, String> letters = new HashMap<>();
        try (LetterTopic topic = LetterTopic.open(examination.connection())) {
            topic.readToEnd(entry -> {
                if (entry instanceof DeadLetter letter) {
                    letters.put(letter.position(), letter.home().intern());
                } else if (entry instanceof LetterMark mark) {
                    marks.add(mark);
                }
            });
        }
        Map<String, Integer> open = new TreeMap<>();
        letters.forEach((letter, topic) -> {
            if (marks.open(letter)) {
                open.merge(topic, 1, Integer::sum);
            }
        });
        List<Finding> findings = new ArrayList<>();
        open.forEach((topic, count) -> findings.add(Finding.warning(
                count + " records of " + topic + " could not be used, and nobody has seen to them",
                "none that is not retried or dismissed",
                "duestream dead-letter list --open --topic " + topic)));
        return findings;
    }
}
