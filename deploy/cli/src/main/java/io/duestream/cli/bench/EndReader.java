package io.duestream.cli.bench;

import io.duestream.codec.RecordCodec;
import io.duestream.codec.SchemaCatalogue;
import io.duestream.job.Phase;
import io.duestream.record.AuditRecord;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.FireEnded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * Finds the ends of jobs among audit records. Of most records only the phase is read: the reader shares the machine with
 * what is measured. For one thread.
 */
final class EndReader {
    private static final int HEADER = 10;
    private static final String NAME = "AuditRecord";
    private static final String PHASE = "phase";

    private final RecordCodec<AuditRecord> whole = RecordCodec.of(AuditRecord.class);
    private final long fingerprint;
    private final GenericDatumReader<GenericRecord> phaseOnly;
    private BinaryDecoder decoder;
    private GenericRecord reused;

    EndReader() {
        Schema written = SchemaCatalogue.contract().current(NAME);
        Schema wanted = Schema.createRecord(written.getName(), "", written.getNamespace(), false);
        wanted.setFields(List.of(new Schema.Field(PHASE, written.getField(PHASE).schema())));
        this.fingerprint = SchemaNormalization.parsingFingerprint64(written);
        this.phaseOnly = new GenericDatumReader<>(written, wanted);
    }

    /** Whether the job has ended with this decision. */
    boolean ended(byte[] value) {
        if (fingerprint(value) != fingerprint) {
            return whole.decode(value).phase() == Phase.ENDED;
        }
        try {
            decoder = DecoderFactory.get().binaryDecoder(value, HEADER, value.length - HEADER, decoder);
            reused = phaseOnly.read(reused, decoder);
            return Phase.ENDED.name().contentEquals(reused.get(PHASE).toString());
        } catch (IOException e) {
            throw new UncheckedIOException("an audit record could not be read", e);
        }
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
                    round.began(number, start, due, exact);
                });
    }

    private static long fingerprint(byte[] value) {
        long read = 0;
        for (int i = HEADER - 1; i >= 2 && value.length >= HEADER; i--) {
            read = read << 8 | value[i] & 0xFF;
        }
        return read;
    }
}
