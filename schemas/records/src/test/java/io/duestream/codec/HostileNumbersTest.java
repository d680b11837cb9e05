package io.duestream.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duestream.record.JobCommand;
import io.duestream.record.LogLine;
import io.duestream.record.NodeReport;
import io.duestream.record.command.SubmitJob;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Bytes that Avro would read, but that would let a record be larger than its bounds add up to. */
class HostileNumbersTest {
    private final RecordCodec<JobCommand> commands = RecordCodec.of(JobCommand.class);

    @Test
    void a_number_that_is_not_in_its_shortest_form_is_malformed() {
        byte[] bytes = commands.encode((JobCommand) HandWritten.minimal().get(0));
        assertThat(bytes[10]).as("length of the group, 1").isEqualTo((byte) 2);
        byte[] longer = spliced(bytes, 10, 1, (byte) 0x82, (byte) 0x80, (byte) 0x00);
        assertThatThrownBy(() -> commands.decode(longer))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("not in its shortest form");
    }

    @Test
    void a_tenth_byte_that_64_bits_cannot_hold_is_malformed() {
        BoundedDecoder largest = decoder(0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01);
        assertThat(largest.readLong()).isEqualTo(Long.MAX_VALUE);
        BoundedDecoder larger = decoder(0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x03);
        assertThatThrownBy(larger::readLong).isInstanceOf(MalformedRecordException.class);
    }

    @Test
    void an_int_beyond_32_bits_is_malformed() {
        assertThatThrownBy(() -> decoder(0x80, 0x80, 0x80, 0x80, 0x10).readInt())
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("out of range");
    }

    @Test
    void a_boolean_is_zero_or_one() {
        assertThatThrownBy(() -> decoder(2).readBoolean()).isInstanceOf(MalformedRecordException.class);
    }

    @Test
    void a_key_that_comes_twice_is_malformed_so_that_entries_without_number_cannot_pass_as_one() {
        byte[] bytes = commands.encode(withParameters(Map.of("aaa", "1", "bbb", "2")));
        String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("bbb", "aaa");
        assertThatThrownBy(() -> commands.decode(text.getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("JobDefinition.parameters holds the same key twice");
    }

    @Test
    void blocks_that_together_hold_too_many_items_are_malformed() {
        RecordCodec<NodeReport> reports = RecordCodec.of(NodeReport.class);
        byte[] minimal = reports.encode((NodeReport) HandWritten.minimal().get(6));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(minimal, 0, minimal.length - 1);
        for (int block = 0; block < 1_001; block++) {
            bytes.writeBytes(new byte[] {2, 2, 'x'});
        }
        bytes.write(0);
        assertThatThrownBy(() -> reports.decode(bytes.toByteArray()))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("NodeReport.subscribed has a size of 1001; at most 1000 is allowed");
    }

    @Test
    void a_block_may_tell_its_size_in_bytes() {
        RecordCodec<NodeReport> reports = RecordCodec.of(NodeReport.class);
        byte[] minimal = reports.encode((NodeReport) HandWritten.minimal().get(6));
        byte[] blocked = spliced(
                minimal, minimal.length - 1, 1, (byte) 3, (byte) 8, (byte) 2, (byte) 'x', (byte) 2, (byte) 'y', (byte)
                        0);
        assertThat(reports.decode(blocked).subscribed()).isEqualTo(List.of("x", "y"));
    }

    @Test
    void a_job_id_or_token_that_cannot_be_parsed_is_malformed_and_named() {
        byte[] log = Codecs.encode(HandWritten.full().get(5));
        String text = new String(log, StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> Codecs.decode(
                        LogLine.class, text.replace("7-4711", "7+4711").getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("LogLine.jobId: '7+4711' is not a job id; expected <partition>-<offset>");
        assertThatThrownBy(() -> Codecs.decode(
                        LogLine.class,
                        text.replace("0000000000000003", "000000000000000x").getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageStartingWith("LogLine.token: ")
                .hasMessageEndingWith("is not a token; expected 32 hex digits");
    }

    private static JobCommand withParameters(Map<String, String> parameters) {
        JobCommand some = Samples.random(
                JobCommand.class, 3, Set.of("SubmitJob"), Map.of("JobDefinition.parameters", parameters));
        assertThat(some.body()).isInstanceOf(SubmitJob.class);
        return some;
    }

    private static BoundedDecoder decoder(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return new BoundedDecoder(bytes, 0);
    }

    private static byte[] spliced(byte[] bytes, int at, int removed, byte... inserted) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, at);
        out.writeBytes(inserted);
        out.write(bytes, at + removed, bytes.length - at - removed);
        return out.toByteArray();
    }
}
