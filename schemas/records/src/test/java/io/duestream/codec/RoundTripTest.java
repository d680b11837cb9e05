package io.duestream.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.duestream.job.Encoded;
import io.duestream.job.JobDefinition;
import io.duestream.job.Trigger;
import io.duestream.record.AuditInput;
import io.duestream.record.AuditRecord;
import io.duestream.record.JobCommand;
import io.duestream.record.JobFeedback;
import io.duestream.record.NodeControl;
import io.duestream.record.command.Command;
import io.duestream.record.control.Control;
import io.duestream.record.event.JobEvent;
import io.duestream.record.report.Report;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RoundTripTest {
    private record Family(Class<?> sealed, Class<?> envelope, Set<String> on) {}

    private static final List<Family> FAMILIES = List.of(
            new Family(Command.class, JobCommand.class, Set.of()),
            new Family(Trigger.class, JobCommand.class, Set.of("SubmitJob")),
            new Family(Trigger.class, JobCommand.class, Set.of("RescheduleJob")),
            new Family(Report.class, JobFeedback.class, Set.of()),
            new Family(JobEvent.class, AuditRecord.class, Set.of()),
            new Family(AuditInput.class, AuditRecord.class, Set.of()),
            new Family(Control.class, NodeControl.class, Set.of()));

    @TestFactory
    Stream<DynamicTest> a_full_record_of_each_envelope_comes_back_as_it_was() {
        return HandWritten.full().stream().map(RoundTripTest::comesBack);
    }

    @TestFactory
    Stream<DynamicTest> a_minimal_record_of_each_envelope_comes_back_as_it_was() {
        return HandWritten.minimal().stream().map(RoundTripTest::comesBack);
    }

    @Test
    void there_is_a_hand_written_record_of_every_envelope() {
        assertThat(HandWritten.full())
                .extracting(Object::getClass)
                .containsExactlyInAnyOrderElementsOf(Envelopes.all());
        assertThat(HandWritten.minimal())
                .extracting(Object::getClass)
                .containsExactlyInAnyOrderElementsOf(Envelopes.all());
    }

    @TestFactory
    Stream<DynamicTest> every_member_of_every_family_comes_back_as_it_was() {
        return FAMILIES.stream()
                .flatMap(family -> Arrays.stream(family.sealed().getPermittedSubclasses())
                        .map(member -> dynamicTest(
                                member.getSimpleName() + " in "
                                        + family.envelope().getSimpleName(),
                                () -> {
                                    Set<String> wanted = union(family.on(), member.getSimpleName());
                                    for (long seed = 0; seed < 50; seed++) {
                                        Object record = Samples.random(family.envelope(), seed, wanted, Map.of());
                                        assertThat(record.toString()).contains(member.getSimpleName() + "[");
                                        assertComesBack((Record) record);
                                    }
                                })));
    }

    @TestFactory
    Stream<DynamicTest> random_records_of_each_envelope_come_back_as_they_were() {
        return Envelopes.all().stream()
                .map(type -> dynamicTest(
                        type.getSimpleName(),
                        () -> LongStream.range(0, 500)
                                .forEach(seed -> assertComesBack((Record) Samples.random(type, seed)))));
    }

    @Test
    void equal_records_are_equal_bytes_whatever_the_order_of_their_maps() {
        Map<String, String> forward = new LinkedHashMap<>();
        Map<String, String> backward = new LinkedHashMap<>();
        for (int i = 0; i < 50; i++) {
            forward.put("name " + i, "value");
            backward.put("name " + (49 - i), "value");
        }
        assertThat(encoded(forward)).isEqualTo(encoded(backward));
    }

    @Test
    void a_codec_serves_many_threads_at_once() {
        RecordCodec<JobCommand> codec = RecordCodec.of(JobCommand.class);
        List<JobCommand> records = LongStream.range(0, 2_000)
                .mapToObj(seed -> Samples.random(JobCommand.class, seed))
                .toList();
        assertThat(records.parallelStream().map(each -> codec.decode(codec.encode(each))))
                .containsExactlyElementsOf(records);
    }

    private static byte[] encoded(Map<String, String> parameters) {
        JobDefinition definition =
                JobDefinition.builder().parameters(parameters).build();
        return Codecs.encode(Samples.random(
                JobCommand.class, 1, Set.of("UpdateJob"), Map.of("UpdateJob.definition", Encoded.of(definition))));
    }

    private static DynamicTest comesBack(Record record) {
        return dynamicTest(record.getClass().getSimpleName(), () -> assertComesBack(record));
    }

    private static void assertComesBack(Record record) {
        assertThat(Codecs.decode(record.getClass(), Codecs.encode(record))).isEqualTo(record);
    }

    private static Set<String> union(Set<String> some, String one) {
        return Stream.concat(some.stream(), Stream.of(one)).collect(Collectors.toSet());
    }
}
