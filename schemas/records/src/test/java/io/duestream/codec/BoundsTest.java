package io.duestream.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.duestream.codec.BoundedFields.Bounded;
import io.duestream.codec.BoundedFields.Kind;
import io.duestream.job.Bytes;
import io.duestream.job.JobId;
import io.duestream.job.Token;
import io.duestream.record.JobCommand;
import io.duestream.record.event.TriggerSkipped;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class BoundsTest {
    @TestFactory
    Stream<DynamicTest> a_value_over_its_bound_is_refused_by_the_writer_who_names_the_field() {
        return typedBounds()
                .map(bounded -> dynamicTest(bounded.toString(), () -> {
                    Record tooLarge = recordWith(bounded, bounded.bound() + 1);
                    assertThatThrownBy(() -> Codecs.encode(tooLarge))
                            .isInstanceOf(BoundExceededException.class)
                            .hasMessageStartingWith(bounded.path())
                            .hasMessageContaining(String.valueOf(bounded.bound() + 1))
                            .hasMessageContaining("at most " + bounded.bound() + " are allowed");
                }));
    }

    @TestFactory
    Stream<DynamicTest> a_value_just_at_its_bound_comes_back_as_it_was() {
        return typedBounds()
                .map(bounded -> dynamicTest(bounded.toString(), () -> {
                    Record largest = recordWith(bounded, bounded.bound());
                    assertThat(Codecs.decode(largest.getClass(), Codecs.encode(largest))
                                    .equals(largest))
                            .isTrue();
                }));
    }

    @TestFactory
    Stream<DynamicTest> a_value_over_its_bound_from_a_foreign_writer_is_refused_by_the_reader_who_names_the_field() {
        return allBounds()
                .map(bounded -> dynamicTest(bounded.toString(), () -> {
                    byte[] tooLarge = foreign(bounded, bounded.bound() + 1);
                    assertThatThrownBy(() -> Codecs.decode(bounded.envelope(), tooLarge))
                            .isInstanceOf(MalformedRecordException.class)
                            .hasMessageStartingWith(bounded.path())
                            .hasMessageContaining("at most " + bounded.bound() + " is allowed");
                }));
    }

    @TestFactory
    Stream<DynamicTest> a_value_over_its_bound_from_a_foreign_writer_is_read_by_a_lenient_reader() {
        return typedBounds()
                .map(bounded -> dynamicTest(bounded.toString(), () -> {
                    byte[] tooLarge = foreign(bounded, bounded.bound() + 1);
                    Object read = RecordCodec.lenient(bounded.envelope()).decode(tooLarge);
                    assertThat(read).isInstanceOf(bounded.envelope());
                }));
    }

    @Test
    void a_lenient_reader_writes_nothing_that_is_over_its_bound() {
        RecordCodec<JobCommand> lenient = RecordCodec.lenient(JobCommand.class);
        JobCommand command = command("JobCommand.sender", "x".repeat(129));
        assertThatThrownBy(() -> lenient.encode(command)).isInstanceOf(BoundExceededException.class);
    }

    @Test
    void a_lenient_reader_refuses_more_than_a_hundred_times_the_items() throws IOException {
        Bounded labels = allBounds()
                .filter(each -> each.kind() == Kind.MAP && each.path().equals("JobDefinition.labels"))
                .filter(each -> each.envelope() == JobCommand.class)
                .findFirst()
                .orElseThrow();
        byte[] most = foreign(labels, 100 * labels.bound());
        byte[] more = foreign(labels, 100 * labels.bound() + 1);
        assertThat(RecordCodec.lenient(JobCommand.class).decode(most)).isNotNull();
        assertThatThrownBy(() -> RecordCodec.lenient(JobCommand.class).decode(more))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageStartingWith("JobDefinition.labels");
    }

    @Test
    void a_lenient_reader_still_refuses_what_is_no_such_record() {
        RecordCodec<JobCommand> lenient = RecordCodec.lenient(JobCommand.class);
        byte[] whole = lenient.encode(command("JobCommand.sender", "me"));
        assertThatThrownBy(() -> lenient.decode(Arrays.copyOf(whole, whole.length - 1)))
                .isInstanceOf(MalformedRecordException.class);
        assertThatThrownBy(() -> lenient.decode(new byte[] {1, 2, 3})).isInstanceOf(MalformedRecordException.class);
    }

    @TestFactory
    Stream<DynamicTest> a_refusal_in_the_middle_of_a_record_leaves_the_next_one_right() {
        return Envelopes.all().stream()
                .map(type -> dynamicTest(type.getSimpleName(), () -> {
                    List<Bounded> bounds = BoundedFields.of(type).stream()
                            .filter(each -> !idOrToken(each))
                            .toList();
                    for (long seed = 0; seed < bounds.size(); seed++) {
                        Bounded bounded = bounds.get((int) seed);
                        Record tooLarge = recordWith(bounded, bounded.bound() + 1);
                        Record next = (Record) Samples.random(type, seed);
                        byte[] expected = Codecs.encode(next);
                        assertThatThrownBy(() -> Codecs.encode(tooLarge)).isInstanceOf(BoundExceededException.class);
                        assertThat(Codecs.encode(next)).isEqualTo(expected);
                        assertThat(Codecs.decode(type, expected)).isEqualTo(next);
                    }
                }));
    }

    @Test
    void a_time_or_span_beyond_64_bits_of_milliseconds_is_refused_by_name() {
        assertThatThrownBy(() -> Codecs.encode(command("JobCommand.sentAt", Instant.MAX)))
                .isInstanceOf(BoundExceededException.class)
                .hasMessage("JobCommand.sentAt is +1000000000-12-31T23:59:59.999999999Z,"
                        + " which milliseconds in 64 bits cannot hold");
        assertThatThrownBy(() -> Codecs.encode(command("RetryPolicy.delay", Duration.ofSeconds(Long.MAX_VALUE))))
                .isInstanceOf(BoundExceededException.class)
                .hasMessageStartingWith("RetryPolicy.delay is PT");
    }

    @Test
    void a_null_is_refused_by_name() {
        JobCommand command = command("JobCommand.sender", "me");
        JobCommand noSender = new JobCommand(
                command.group(), command.taskId(), command.sentAt(), null, Optional.empty(), command.body());
        assertThatThrownBy(() -> Codecs.encode(noSender))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("JobCommand.sender is null; an absent value is an empty Optional");
        assertThatThrownBy(() -> RecordCodec.of(JobCommand.class).encode(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("record");
    }

    @Test
    void the_longest_job_id_and_token_fit() {
        String id = new JobId(Integer.MAX_VALUE, Long.MAX_VALUE).toString();
        String token = new Token(Long.MAX_VALUE, Long.MAX_VALUE).toString();
        assertThat(Envelopes.all().stream().flatMap(type -> BoundedFields.of(type).stream()))
                .filteredOn(BoundsTest::idOrToken)
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.bound())
                        .isGreaterThanOrEqualTo(each.field().name().equals("token") ? token.length() : id.length()));
    }

    private static Stream<Bounded> allBounds() {
        return Envelopes.all().stream().flatMap(type -> BoundedFields.of(type).stream());
    }

    /** Ids and tokens cannot be made too long in Java. */
    private static Stream<Bounded> typedBounds() {
        return allBounds().filter(each -> !idOrToken(each));
    }

    private static boolean idOrToken(Bounded bounded) {
        return bounded.kind() == Kind.TEXT
                && Set.of("jobId", "token", "liveJob").contains(bounded.field().name());
    }

    private static JobCommand command(String path, Object value) {
        return Samples.random(JobCommand.class, 5, Set.of("SubmitJob"), Map.of(path, value));
    }

    private static Record recordWith(Bounded bounded, int size) {
        Object value = value(bounded, size);
        boolean optional = bounded.field().schema().isNullable();
        return (Record) Samples.random(
                bounded.envelope(),
                11,
                bounded.on().isEmpty() ? Set.of("-") : bounded.on(),
                Map.of(bounded.path(), optional ? Optional.of(value) : value));
    }

    private static Object value(Bounded bounded, int size) {
        return switch (bounded.kind()) {
            case TEXT -> "x".repeat(size);
            case BYTES -> Bytes.of(new byte[size]);
            case LIST ->
                Collections.nCopies(
                        size,
                        bounded.path().equals("AuditRecord.events") ? Samples.random(TriggerSkipped.class, 1) : "x");
            case LIST_ITEM -> List.of("x".repeat(size));
            case MAP -> entries(size);
            case MAP_KEY -> Map.of("x".repeat(size), "value");
            case MAP_VALUE -> Map.of("name", "x".repeat(size));
        };
    }

    private static Map<String, String> entries(int size) {
        Map<String, String> entries = new HashMap<>();
        for (int i = 0; i < size; i++) {
            entries.put("name " + i, "value");
        }
        return entries;
    }

    /** The record as a program writes it that knows the schema but not the bounds. */
    private static byte[] foreign(Bounded bounded, int size) throws IOException {
        GenericData data = GenericData.get();
        var schema = SchemaCatalogue.contract().current(bounded.envelope().getSimpleName());
        Record record = (Record)
                Samples.random(bounded.envelope(), 12, bounded.on().isEmpty() ? Set.of("-") : bounded.on(), Map.of());
        GenericRecord generic = new BinaryMessageDecoder<GenericRecord>(data, schema).decode(Codecs.encode(record));
        List<GenericRecord> holders = new ArrayList<>();
        visit(generic, each -> {
            if (each.getSchema().getName().equals(bounded.record())) {
                holders.add(each);
            }
        });
        assertThat(holders).as("records that hold " + bounded).isNotEmpty();
        GenericRecord holder = holders.get(0);
        holder.put(
                bounded.field().name(),
                genericValue(bounded, size, holder.get(bounded.field().name())));
        ByteBuffer bytes = new BinaryMessageEncoder<GenericRecord>(data, schema).encode(generic);
        byte[] written = new byte[bytes.remaining()];
        bytes.get(written);
        return written;
    }

    private static Object genericValue(Bounded bounded, int size, Object before) {
        if (bounded.kind() == Kind.BYTES) {
            return ByteBuffer.wrap(new byte[size]);
        }
        if (bounded.path().equals("AuditRecord.events")) {
            return Collections.nCopies(size, ((List<?>) before).get(0));
        }
        return value(bounded, size);
    }

    private static void visit(Object node, Consumer<GenericRecord> visitor) {
        if (node instanceof GenericRecord record) {
            visitor.accept(record);
            record.getSchema().getFields().forEach(field -> visit(record.get(field.pos()), visitor));
        } else if (node instanceof Collection<?> items) {
            items.forEach(item -> visit(item, visitor));
        }
    }
}
