package io.duestream.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.duestream.job.Bytes;
import io.duestream.job.Encoded;
import io.duestream.job.JobDefinition;
import io.duestream.record.JobCommand;
import io.duestream.record.command.SubmitJob;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Programs that have nothing but Avro and the schemas read what the codec writes, and write what it reads. */
class PlainAvroTest {
    @TestFactory
    Stream<DynamicTest> plain_avro_reads_every_field_that_the_codec_wrote() {
        return everyRecord(record -> assertSame(read(record), record));
    }

    @TestFactory
    Stream<DynamicTest> the_codec_reads_what_plain_avro_writes() {
        return everyRecord(record -> {
            ByteBuffer bytes =
                    new BinaryMessageEncoder<GenericRecord>(GenericData.get(), schema(record)).encode(read(record));
            byte[] written = new byte[bytes.remaining()];
            bytes.get(written);
            assertThat(Codecs.decode(record.getClass(), written)).isEqualTo(record);
        });
    }

    @TestFactory
    Stream<DynamicTest> the_codec_reads_collections_that_come_in_many_small_blocks() {
        return everyRecord(record -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write(Codecs.encode(record), 0, 10);
            BinaryEncoder blocks = new EncoderFactory().configureBlockSize(64).blockingBinaryEncoder(bytes, null);
            new GenericDatumWriter<GenericRecord>(schema(record)).write(read(record), blocks);
            blocks.flush();
            assertThat(Codecs.decode(record.getClass(), bytes.toByteArray())).isEqualTo(record);
        });
    }

    @TestFactory
    Stream<DynamicTest> a_reader_of_bare_records_reads_what_follows_the_ten_bytes_of_the_header() {
        return everyRecord(record -> {
            byte[] bytes = Codecs.encode(record);
            GenericRecord bare = new GenericDatumReader<GenericRecord>(schema(record))
                    .read(null, DecoderFactory.get().binaryDecoder(bytes, 10, bytes.length - 10, null));
            assertSame(bare, record);
        });
    }

    @Test
    void a_submission_that_states_only_what_has_no_default_is_the_default_job() throws IOException {
        Schema command = SchemaCatalogue.contract().current("JobCommand");
        Schema submit = command.getField("body").schema().getTypes().get(0);
        Schema definition = submit.getField("definition").schema();
        GenericRecord submission = new GenericRecordBuilder(command)
                .set("group", "mail")
                .set("taskId", "1")
                .set("sentAt", 0L)
                .set(
                        "body",
                        new GenericRecordBuilder(submit)
                                .set("definition", new GenericRecordBuilder(definition).build())
                                .build())
                .build();
        JobCommand read = RecordCodec.of(JobCommand.class).decode(written(command, submission));
        assertThat(((SubmitJob) read.body()).definition().value())
                .isEqualTo(JobDefinition.builder().build());
        assertThat(read.forwardedFrom()).isEmpty();
    }

    private interface Check {
        void on(Record record) throws IOException;
    }

    private static Stream<DynamicTest> everyRecord(Check check) {
        return Envelopes.all().stream()
                .map(type -> dynamicTest(type.getSimpleName(), () -> {
                    for (Record record : samples(type)) {
                        check.on(record);
                    }
                }));
    }

    private static List<Record> samples(Class<?> type) {
        Stream<Record> handWritten = Stream.concat(HandWritten.full().stream(), HandWritten.minimal().stream())
                .filter(type::isInstance);
        Stream<Record> random = LongStream.range(1_000, 1_200).mapToObj(seed -> (Record) Samples.random(type, seed));
        return Stream.concat(handWritten, random).toList();
    }

    private static Schema schema(Record record) {
        return SchemaCatalogue.contract().current(record.getClass().getSimpleName());
    }

    private static GenericRecord read(Record record) throws IOException {
        return new BinaryMessageDecoder<GenericRecord>(GenericData.get(), schema(record)).decode(Codecs.encode(record));
    }

    private static byte[] written(Schema schema, GenericRecord record) throws IOException {
        ByteBuffer bytes = new BinaryMessageEncoder<GenericRecord>(GenericData.get(), schema).encode(record);
        byte[] written = new byte[bytes.remaining()];
        bytes.get(written);
        return written;
    }

    /** Compares field by field, so that one error in both directions of the codec would show. */
    private static void assertSame(GenericRecord avro, Record ours) {
        RecordComponent[] components = ours.getClass().getRecordComponents();
        assertThat(avro.getSchema().getName()).isEqualTo(ours.getClass().getSimpleName());
        assertThat(avro.getSchema().getFields()).hasSize(components.length);
        for (RecordComponent component : components) {
            Object value;
            try {
                value = component.getAccessor().invoke(ours);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
            assertSame(component.toString(), avro.get(component.getName()), value);
        }
    }

    private static void assertSame(String what, Object avro, Object ours) {
        if (ours instanceof Optional<?> optional) {
            if (optional.isEmpty()) {
                assertThat(avro).as(what).isNull();
            } else {
                assertSame(what, avro, optional.get());
            }
        } else if (ours instanceof List<?> list) {
            assertThat((List<?>) avro).as(what).hasSameSizeAs(list);
            for (int i = 0; i < list.size(); i++) {
                assertSame(what, ((List<?>) avro).get(i), list.get(i));
            }
        } else if (ours instanceof Map<?, ?> map) {
            Map<String, Object> entries = new HashMap<>();
            ((Map<?, ?>) avro).forEach((key, value) -> entries.put(key.toString(), value.toString()));
            assertThat(entries).as(what).isEqualTo(map);
        } else if (ours instanceof Encoded<?> encoded) {
            assertSame((GenericRecord) avro, (Record) encoded.value());
        } else if (ours instanceof Record record && avro instanceof GenericRecord nested) {
            assertSame(nested, record);
        } else {
            assertThat(avro instanceof CharSequence || avro instanceof GenericData.EnumSymbol ? avro.toString() : avro)
                    .as(what)
                    .isEqualTo(scalar(ours));
        }
    }

    private static Object scalar(Object ours) {
        if (ours instanceof Instant instant) {
            return instant.toEpochMilli();
        }
        if (ours instanceof Duration duration) {
            return duration.toMillis();
        }
        if (ours instanceof Bytes bytes) {
            return ByteBuffer.wrap(bytes.toArray());
        }
        return ours instanceof Number || ours instanceof Boolean ? ours : ours.toString();
    }
}
