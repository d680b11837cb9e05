package io.duestream.cli.deadletter;

import io.duestream.topic.DeadLetter;
import io.duestream.topic.JobPartition;
import io.duestream.topic.Topics;
import java.util.Optional;

/** Which letters may be sent again, and where to. Pure. */
final class RetryRules {
    private final Topics topics;
    private final LetterContent content;

    RetryRules(Topics topics) {
        this.topics = topics;
        this.content = new LetterContent(topics);
    }

    /** Why a letter is never sent again, whatever is said; empty if it may be. */
    Optional<String> impossible(DeadLetter letter) {
        String home = letter.home();
        if (letter.delivery().cut().isPresent()) {
            return Optional.of("it was cut (" + letter.delivery().cut().get()
                    + ") and cannot be had back; its original may still stand at " + letter.origin());
        } else if (home.equals(topics.audit().name())) {
            return Optional.of("a decision is never written twice; what stands at " + letter.origin()
                    + " stays there, and who reads the audit topic from there on reads it again");
        } else if (!home.equals(topics.commands().name())
                && !home.equals(topics.feedback().name())
                && topics.groupOf(home).isEmpty()
                && topics.clientGroupOf(home).isEmpty()) {
            return Optional.of(home + " is no topic of cluster '" + topics.cluster() + "' that letters come from");
        }
        return Optional.empty();
    }

    /** Why a letter would be put aside again; empty if nothing is known against it. */
    Optional<String> useless(DeadLetter letter) {
        return content.read(letter).problem();
    }

    /**
     * The partition that a letter goes to: that of its job where the contract says so, of the job that the value names if it
     * can be read; else where it stood.
     *
     * @param partitions of its topic
     */
    int partition(DeadLetter letter, int partitions) {
        boolean byKey = topics.groupOf(letter.home()).isEmpty();
        Optional<byte[]> key = content.read(letter)
                .record()
                .flatMap(LetterContent::key)
                .map(JobPartition::keyBytes)
                .or(() -> Optional.ofNullable(letter.content().key()));
        return byKey && key.isPresent()
                ? JobPartition.of(key.get(), partitions)
                : letter.origin().partition() % partitions;
    }
}
