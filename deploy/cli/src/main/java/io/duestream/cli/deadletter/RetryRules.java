package io.duestream.cli.deadletter;

import io.duestream.record.JobDispatch;
import io.duestream.topic.DeadLetter;
import io.duestream.topic.JobPartition;
import io.duestream.topic.Topics;
import java.time.Instant;
import java.util.Optional;

/** Which letters may be sent again, and where to. Pure. */
final class RetryRules {
    private final Topics topics;
    private final LetterContent content;

    RetryRules(Topics topics) {
        this.topics = topics;
        this.content = new LetterContent(topics);
    }

    /** Why a letter is not sent again at that time, whatever is said; empty if it may be. */
    Optional<String> impossible(DeadLetter letter, Instant now) {
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
        return late(letter, now);
    }

    /** By then the tracker has handed the shard out anew, or ended it: a run under the old token would be one too many. */
    private Optional<String> late(DeadLetter letter, Instant now) {
        return content.read(letter)
                .record()
                .filter(JobDispatch.class::isInstance)
                .map(each -> ((JobDispatch) each).startBy())
                .filter(now::isAfter)
                .map(startBy -> "the attempt had to be started by " + startBy
                        + "; what becomes of its job says 'duestream job show'");
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
