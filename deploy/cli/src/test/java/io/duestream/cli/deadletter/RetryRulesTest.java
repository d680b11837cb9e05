package io.duestream.cli.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.codec.RecordCodec;
import io.duestream.job.Bytes;
import io.duestream.job.JobId;
import io.duestream.job.Position;
import io.duestream.job.Token;
import io.duestream.record.JobDispatch;
import io.duestream.record.event.FireKind;
import io.duestream.topic.DeadLetter;
import io.duestream.topic.DeadLetters;
import io.duestream.topic.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryRulesTest {
    private static final Topics TOPICS = Topics.of("test");
    private static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");

    private final RetryRules rules = new RetryRules(TOPICS);

    @Test
    void an_attempt_goes_again_as_long_as_it_may_be_started() {
        assertThat(rules.impossible(letter(NOW), NOW)).isEmpty();
    }

    @Test
    void an_attempt_that_had_to_be_started_before_stays_where_it_is() {
        assertThat(rules.impossible(letter(NOW.minusMillis(1)), NOW))
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("had to be started by 2027-03-01T11:59:59.999Z"));
    }

    private static DeadLetter letter(Instant startBy) {
        JobDispatch attempt = new JobDispatch(
                "mail",
                "one",
                new JobId(0, 1),
                1,
                NOW,
                FireKind.SCHEDULED,
                0,
                1,
                "",
                1,
                0,
                0,
                Optional.empty(),
                new Token(1, 1),
                "",
                100,
                Map.of(),
                Bytes.utf8(""),
                Map.of(),
                Optional.empty(),
                NOW,
                startBy,
                false,
                Optional.empty());
        return new DeadLetter(
                new Position(0, 17),
                NOW,
                new DeadLetters.Origin(TOPICS.dispatch("mail").name(), 0, 3),
                "unreadable",
                new DeadLetter.Delivery(Optional.empty(), Optional.empty()),
                new DeadLetter.Content(null, RecordCodec.of(JobDispatch.class).encode(attempt), List.of()));
    }
}
