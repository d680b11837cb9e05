package io.duestream.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.Bytes;
import io.duestream.job.Encoded;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobId;
import io.duestream.job.Phase;
import io.duestream.record.AuditRecord;
import io.duestream.record.JobCommand;
import io.duestream.record.TimerInput;
import io.duestream.record.command.SubmitJob;
import io.duestream.record.event.DefinitionCause;
import io.duestream.record.event.DefinitionChanged;
import io.duestream.record.event.JobAccepted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageDecoder;
import org.junit.jupiter.api.Test;

/** A definition travels from the submission into the audit record as the bytes that were sent. */
class EncodedTest {
    private final RecordCodec<JobCommand> commands = RecordCodec.of(JobCommand.class);
    private final RecordCodec<AuditRecord> audits = RecordCodec.of(AuditRecord.class);

    @Test
    void the_submitted_bytes_stand_in_the_audit_record() throws IOException {
        Encoded<JobDefinition> submitted = definitionOf(inSmallBlocks(submission()));
        Bytes sent = submitted.bytes(fingerprint()).orElseThrow();
        assertThat(submitted.value()).isEqualTo(HandWritten.DEFINITION);
        assertThat(definitionOf(commands.encode(submission())).bytes(fingerprint()))
                .as("the codec itself writes one block, so these bytes can only be there as a copy")
                .isPresent()
                .isNotEqualTo(Optional.of(sent));

        byte[] audit = audits.encode(accepted(submitted));

        assertThat(text(audit)).contains(text(sent.toArray()));
        JobAccepted read = (JobAccepted) audits.decode(audit).events().get(0);
        assertThat(read.definition().bytes(fingerprint())).contains(sent);
    }

    @Test
    void the_same_definition_has_the_same_fingerprint_in_every_record_that_holds_it() {
        Encoded<JobDefinition> submitted = definitionOf(commands.encode(submission()));
        AuditRecord audit = audits.decode(audits.encode(accepted(submitted)));
        assertThat(((JobAccepted) audit.events().get(0)).definition().bytes(fingerprint()))
                .isPresent();
        assertThat(((DefinitionChanged) audit.events().get(1)).definition().bytes(fingerprint()))
                .isPresent();
    }

    @Test
    void a_definition_that_was_never_sent_is_encoded() {
        AuditRecord audit = accepted(Encoded.of(HandWritten.DEFINITION));
        assertThat(audits.decode(audits.encode(audit))).isEqualTo(audit);
    }

    @Test
    void bytes_of_another_schema_are_not_copied() {
        Encoded<JobDefinition> foreign = Encoded.of(HandWritten.DEFINITION, Bytes.utf8("of another schema"), 42);
        assertThat(foreign.bytes(42)).isPresent();
        assertThat(foreign.bytes(43)).isEmpty();
        assertThat(audits.decode(audits.encode(accepted(foreign))))
                .isEqualTo(accepted(Encoded.of(HandWritten.DEFINITION)));
    }

    @Test
    void values_are_compared_and_bytes_are_not() {
        Encoded<String> bare = Encoded.of("value");
        Encoded<String> withBytes = Encoded.of("value", Bytes.utf8("v"), 1);
        assertThat(bare).isEqualTo(withBytes).hasSameHashCodeAs(withBytes).hasToString("value");
        assertThat(bare).isNotEqualTo(Encoded.of("other")).isNotEqualTo("value");
    }

    @Test
    void bytes_that_change_after_decoding_change_nothing() {
        byte[] sent = commands.encode(submission());
        JobCommand read = commands.decode(sent);
        byte[] before = commands.encode(read);
        Arrays.fill(sent, (byte) 0);
        assertThat(commands.encode(read)).isEqualTo(before);
    }

    private Encoded<JobDefinition> definitionOf(byte[] command) {
        return ((SubmitJob) commands.decode(command).body()).definition();
    }

    private static JobCommand submission() {
        JobDefinition definition =
                HandWritten.DEFINITION.toBuilder().parameters(Map.of()).build();
        return new JobCommand(
                "mail",
                "1",
                Instant.EPOCH,
                "",
                Optional.empty(),
                new SubmitJob(Optional.empty(), false, Optional.empty(), Encoded.of(definition)));
    }

    private static AuditRecord accepted(Encoded<JobDefinition> definition) {
        Instant now = Instant.EPOCH;
        return new AuditRecord(
                "mail",
                "1",
                Optional.empty(),
                Optional.of(1L),
                new TimerInput(),
                Optional.empty(),
                now,
                "tracker",
                "0.1.0",
                "2026b",
                1,
                List.of(
                        new JobAccepted(
                                new JobId(0, 1),
                                definition,
                                now,
                                now,
                                Optional.empty(),
                                false,
                                Optional.empty(),
                                Optional.empty()),
                        new DefinitionChanged(
                                DefinitionCause.UPDATED, 2, definition, now, Optional.empty(), Optional.empty())),
                Phase.SCHEDULED,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty());
    }

    /** Legal Avro that the codec itself would not write: every collection in blocks that tell their size. */
    private byte[] inSmallBlocks(JobCommand command) throws IOException {
        byte[] plain = commands.encode(command);
        Schema schema = SchemaCatalogue.contract().current("JobCommand");
        GenericRecord generic = new BinaryMessageDecoder<GenericRecord>(GenericData.get(), schema).decode(plain);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(plain, 0, 10);
        BinaryEncoder blocks = new EncoderFactory().configureBlockSize(64).blockingBinaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(schema).write(generic, blocks);
        blocks.flush();
        return bytes.toByteArray();
    }

    private static long fingerprint() {
        Schema command = SchemaCatalogue.contract().current("JobCommand");
        return SchemaNormalization.parsingFingerprint64(command.getField("body")
                .schema()
                .getTypes()
                .get(0)
                .getField("definition")
                .schema());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
