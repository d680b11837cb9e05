package io.duestream.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.codec.Envelopes;
import io.duestream.codec.RecordCodec;
import io.duestream.codec.SchemaCatalogue;
import io.duestream.job.Encoded;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobRules;
import io.duestream.record.AuditRecord;
import io.duestream.record.JobCommand;
import io.duestream.record.command.SubmitJob;
import io.duestream.topic.TopicSpec;
import io.duestream.topic.Topics;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class RecordsPageTest {
    private static final int HEADER = 10;

    private final LargestDecisions decisions = new LargestDecisions();

    @Test
    void the_committed_page_says_what_the_schemas_say() {
        new CommittedPage("records.md").mustBe(page());
    }

    @Test
    void the_largest_record_of_every_kind_fits_on_its_topic() {
        assertThat(Envelopes.all())
                .filteredOn(type -> type != AuditRecord.class)
                .allSatisfy(type -> assertThat(largest(type) + LargestDecisions.AROUND_A_RECORD)
                        .as(type.getSimpleName())
                        .isLessThan(Topics.MAX_RECORD_BYTES));
    }

    @Test
    void the_largest_decisions_fit_in_an_audit_record() {
        assertThat(decisions.all())
                .allSatisfy(each ->
                        assertThat(decisions.fits(each)).as(each.toString()).isTrue());
    }

    @Test
    void the_largest_submission_takes_about_as_much_as_is_added_up() {
        String character = "任";
        JobDefinition largest = JobDefinition.builder()
                .type(character.repeat(JobRules.MAX_TASK_ID))
                .parameters(entries(JobRules.MAX_PARAMETERS, character.repeat(JobRules.MAX_PARAMETER_VALUE)))
                .payload(new byte[JobRules.MAX_PAYLOAD])
                .shardParameters(
                        Collections.nCopies(JobRules.MAX_SHARDS, character.repeat(JobRules.MAX_SHARD_PARAMETER)))
                .build();
        JobCommand command = new JobCommand(
                "mail",
                "1",
                Instant.EPOCH,
                "",
                Optional.empty(),
                new SubmitJob(Optional.empty(), false, Optional.empty(), Encoded.of(largest)));
        assertThat((long) RecordCodec.of(JobCommand.class).encode(command).length)
                .isBetween(largest(JobCommand.class) * 9 / 10, largest(JobCommand.class));
    }

    private static Map<String, String> entries(int count, String value) {
        return IntStream.range(0, count)
                .boxed()
                .collect(Collectors.toMap(i -> String.format("%0" + JobRules.MAX_PARAMETER_NAME + "d", i), i -> value));
    }

    private String page() {
        FieldTables tables = new FieldTables();
        topics().forEach(topic -> topic.value().ifPresent(type -> tables.envelope(shown(topic), schema(type))));
        return """
                # Records

                This page is made from the schemas by `RecordsPageTest`; do not edit it. To write it anew:
                `./mvnw -pl schemas/records test -Dduestream.docs.update=true`.

                A record is written in Avro single-object encoding: `C3 01`, the CRC-64-AVRO fingerprint of the writer's schema
                (8 bytes, little-endian), the record. The schemas lie in
                `schemas/records/src/main/resources/io/duestream/schemas`, released versions under `released/`.

                - A **bound** is checked by who writes and by who reads; a record that breaks one goes to the dead letters.
                  The tracker reads beyond it where it can answer: a submission is rejected with all reasons, and the texts
                  of a report are cut.
                  Characters are counted as Java counts them, in UTF-16 units.
                - A **time** is a long, milliseconds since 1970 in UTC. A **span** is a long, in milliseconds. Smaller parts are
                  cut off.
                - An **optional** value is a union of null and its type. A field without a default has to be given.
                - A job id is text, `<partition>-<offset>`; a token is 32 hex digits.
                - Map entries come in any order, each name once. Numbers come in their shortest form, as every Avro library
                  writes them.

                ## How large a record can be

                A record of a topic has at most %s bytes (`max.message.bytes`, `max.request.size`), with its key and what Kafka
                puts around it, for which %s bytes are kept free. The largest records, every text at its bound and every
                character three bytes long:

                %s
                An `AuditRecord` holds the events of one decision. What a decision can state is bounded by what a job can
                have: one definition, 16 open fires, 1,000 shards in each. Reasons that the tracker itself gives to shards
                are short (64 bytes are counted); texts of runners and operators stand once in a decision. These are the
                largest:

                %s
                One decision can end at most %s attempts by itself, as a cancellation does; the events of more would not fit.
                """.formatted(
                                number(Topics.MAX_RECORD_BYTES),
                                number(LargestDecisions.AROUND_A_RECORD),
                                sizes(),
                                decisionSizes(),
                                number(decisions.mostAttemptsCancelled()))
                + tables.text();
    }

    private Table sizes() {
        Table table = new Table("record", "largest, in bytes", "of the limit");
        topics().flatMap(topic -> topic.value().stream())
                .filter(type -> type != AuditRecord.class)
                .forEach(type -> size(table, type.getSimpleName(), List.of(), largest(type)));
        return table;
    }

    private Table decisionSizes() {
        Table table = new Table("decision", "events", "largest, in bytes", "of the limit");
        decisions.all().forEach(each -> size(table, each.what(), List.of(number(each.events())), each.bytes()));
        return table;
    }

    private static void size(Table table, String what, List<String> more, long bytes) {
        String share = Math.max(1, Math.round(100.0 * bytes / Topics.MAX_RECORD_BYTES)) + " %";
        table.row(Stream.of(List.of(what), more, List.of(number(bytes), share))
                .flatMap(List::stream)
                .toArray());
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static long largest(Class<?> type) {
        return HEADER + LargestSize.of(schema(type));
    }

    private static Schema schema(Class<?> type) {
        return SchemaCatalogue.contract().current(type.getSimpleName());
    }

    static Stream<TopicSpec> topics() {
        Topics topics = Topics.of(Topics.DEFAULT_CLUSTER);
        return Stream.of(
                topics.commands(),
                topics.dispatch("GROUP"),
                topics.feedback(),
                topics.audit(),
                topics.outcomes("CLIENTGROUP"),
                topics.logs(),
                topics.metrics(),
                topics.control(),
                topics.deadLetters());
    }

    static String shown(TopicSpec topic) {
        return topic.name()
                .replace(Topics.DEFAULT_CLUSTER + ".", "<cluster>.")
                .replace("CLIENTGROUP", "<client group>")
                .replace("GROUP", "<group>");
    }
}
