package io.duestream.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.sun.management.ThreadMXBean;
import io.duestream.record.JobCommand;
import io.duestream.record.JobFeedback;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whatever bytes come, a codec answers with a record or with one of its two exceptions, and takes little memory for it. */
class HostileInputTest {
    /** Room for a record of a few hundred bytes, its exception and stack trace; a believed length would take far more. */
    private static final long MEMORY = 1_000_000;

    private static final byte[] HUGE_INT = {(byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F};
    private static final byte[] HUGE_LONG = {-2, -1, -1, -1, -1, -1, -1, -1, -1, 1};
    private static final byte[] LEAST_LONG = {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1};
    private static final byte[] ENDLESS = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};

    @TestFactory
    Stream<DynamicTest> random_bytes_are_refused() {
        return eachEnvelope((type, sample) -> {
            Random random = new Random(1);
            for (int i = 0; i < 5_000; i++) {
                byte[] bytes = new byte[random.nextInt(300)];
                random.nextBytes(bytes);
                assertHarmless(type, bytes);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> random_bytes_under_a_good_header_are_harmless() {
        return eachEnvelope((type, sample) -> {
            Random random = new Random(2);
            for (int i = 0; i < 5_000; i++) {
                byte[] bytes = new byte[10 + random.nextInt(300)];
                random.nextBytes(bytes);
                System.arraycopy(sample, 0, bytes, 0, 10);
                assertHarmless(type, bytes);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> a_record_cut_at_any_byte_is_malformed() {
        return eachEnvelope((type, sample) -> {
            for (int length = 0; length < sample.length; length++) {
                byte[] cut = Arrays.copyOf(sample, length);
                assertThatThrownBy(() -> Codecs.decode(type, cut))
                        .as("cut to %d bytes", length)
                        .isInstanceOf(MalformedRecordException.class);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> a_flipped_bit_is_harmless() {
        return eachEnvelope((type, sample) -> {
            for (int bit = 0; bit < sample.length * 8; bit++) {
                byte[] flipped = sample.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                assertHarmless(type, flipped);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> a_huge_or_endless_number_at_any_byte_takes_no_memory() {
        return eachEnvelope((type, sample) -> {
            for (byte[] number : new byte[][] {HUGE_INT, HUGE_LONG, LEAST_LONG, ENDLESS}) {
                for (int at = 10; at < sample.length; at++) {
                    byte[] hostile = Arrays.copyOf(sample, sample.length + number.length);
                    System.arraycopy(number, 0, hostile, at, number.length);
                    System.arraycopy(sample, at + 1, hostile, at + number.length, sample.length - at - 1);
                    assertHarmless(type, hostile);
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> bytes_after_the_record_are_refused_and_counted() {
        return eachEnvelope((type, sample) -> assertThatThrownBy(
                        () -> Codecs.decode(type, Arrays.copyOf(sample, sample.length + 3)))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("3 bytes follow after the " + type.getSimpleName()));
    }

    @TestFactory
    Stream<DynamicTest> a_missing_value_is_told_as_such() {
        return eachEnvelope((type, sample) -> assertThatThrownBy(() -> Codecs.decode(type, null))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("the value is missing; a " + type.getSimpleName() + " was expected"));
    }

    @TestFactory
    Stream<DynamicTest> an_unknown_schema_is_not_garbage_and_its_fingerprint_is_told() {
        return eachEnvelope((type, sample) -> {
            byte[] other = sample.clone();
            Arrays.fill(other, 2, 10, (byte) 0x11);
            assertThatThrownBy(() -> Codecs.decode(type, other))
                    .isInstanceOf(UnknownSchemaException.class)
                    .hasMessageContaining(type.getSimpleName())
                    .hasMessageContaining("1111111111111111")
                    .extracting(e -> ((UnknownSchemaException) e).fingerprint())
                    .isEqualTo(0x1111111111111111L);
        });
    }

    @Test
    void the_confluent_format_is_recognised() {
        assertThatThrownBy(() -> Codecs.decode(JobCommand.class, new byte[] {0, 0, 0, 0, 5, 2, 109}))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageStartingWith("the value begins with 00, the Confluent wire format");
    }

    @TestFactory
    Stream<DynamicTest> another_record_of_the_contract_is_told_as_such_and_waits_for_no_upgrade() {
        return eachEnvelope((type, sample) -> {
            Class<?> wrong = type == JobCommand.class ? JobFeedback.class : JobCommand.class;
            assertThatThrownBy(() -> Codecs.decode(wrong, sample))
                    .isInstanceOf(MalformedRecordException.class)
                    .hasMessage(
                            "it is a " + type.getSimpleName() + "; a " + wrong.getSimpleName() + " was expected here");
        });
    }

    @Test
    void text_is_told_to_be_no_record() {
        assertThatThrownBy(() -> Codecs.decode(JobCommand.class, "{\"group\":\"mail\"}".getBytes()))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage(
                        "the value of 16 bytes is not in Avro single-object encoding; a JobCommand begins with C3 01");
    }

    @Test
    void a_group_that_no_job_key_can_hold_is_malformed() {
        byte[] bytes = Codecs.encode(HandWritten.full().get(0));
        assertThat(new String(bytes, 11, 4)).isEqualTo("mail");
        bytes[12] = '/';
        assertThatThrownBy(() -> Codecs.decode(JobCommand.class, bytes))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("group 'm/il' contains '/'");
    }

    private interface Attack {
        void on(Class<?> type, byte[] sample);
    }

    private static Stream<DynamicTest> eachEnvelope(Attack attack) {
        return HandWritten.full().stream()
                .map(record -> dynamicTest(
                        record.getClass().getSimpleName(), () -> attack.on(record.getClass(), Codecs.encode(record))));
    }

    private static void assertHarmless(Class<?> type, byte[] bytes) {
        long taken = memoryTaken(type, bytes);
        // The first use of a path loads classes and links calls; what hostile bytes take, they take every time.
        assertThat(taken < MEMORY ? taken : memoryTaken(type, bytes))
                .as("memory taken for %d bytes", bytes.length)
                .isLessThan(MEMORY);
    }

    private static long memoryTaken(Class<?> type, byte[] bytes) {
        return allocatedBy(bytes, each -> {
            try {
                Codecs.decode(type, each);
            } catch (MalformedRecordException | UnknownSchemaException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        });
    }

    private static long allocatedBy(byte[] bytes, Consumer<byte[]> action) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        action.accept(bytes);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
