package io.duestream.cli.bench;

import io.duestream.codec.RecordCodec;
import io.duestream.job.Phase;
import io.duestream.record.AuditRecord;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.FireEnded;
import java.time.Instant;

/** Finds the ends of jobs among audit records. Of most records only the phase is read. For one thread. */
final class EndReader {
    private final RecordCodec<AuditRecord> whole = RecordCodec.of(AuditRecord.class);
    private final FieldReader phase = FieldReader.of("AuditRecord", "phase");

    /** Whether the job has ended with this decision. */
    boolean ended(byte[] value) {
        return phase.reads(value)
                ? Phase.ENDED.name().contentEquals(phase.read(value).toString())
                : whole.decode(value).phase() == Phase.ENDED;
    }

    /** Tells the round when the run of an ended job began. */
    void tell(Round round, int number, byte[] value) {
        AuditRecord record = whole.decode(value);
        Instant due = record.events().stream()
                .filter(FireEnded.class::isInstance)
                .map(event -> ((FireEnded) event).dueAt())
                .reduce((before, last) -> last)
                .orElse(null);
        record.events().stream()
                .filter(AttemptEnded.class::isInstance)
                .map(AttemptEnded.class::cast)
                .filter(attempt -> due != null && attempt.startedAt().isPresent())
                .forEach(attempt -> {
                    boolean exact = StampRunner.isStamp(attempt.message());
                    long start = exact
                            ? StampRunner.micros(attempt.message())
                            : Round.micros(attempt.startedAt().orElseThrow());
                    round.began(number, attempt.node(), start, due, exact);
                });
    }
}
