package io.duestream.topic;

import io.duestream.job.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** What stands on the {@code dead-letters} topic: a letter, or a mark that says what was done about one. */
public sealed interface DeadLetterEntry permits DeadLetter, LetterMark {
    /** Where it stands. */
    Position position();

    /** When the broker took it. */
    Instant appendedAt();

    /** The entry of a consumed record; empty if it is neither, so that somebody else must have written it. */
    static Optional<DeadLetterEntry> read(ConsumerRecord<byte[], byte[]> record) {
        List<Header> headers = Arrays.asList(record.headers().toArray());
        if (headers.isEmpty()) {
            return Optional.empty();
        }
        try {
            return LetterMark.isLastOf(headers)
                    ? Optional.of(LetterMark.read(record))
                    : Optional.of(DeadLetter.read(record, new ArrayList<>(headers)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
