package io.duestream.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SchemaChangeTest {
    private static final String PARCEL = """
            {"type": "record", "name": "Parcel", "namespace": "io.example", "doc": "A parcel.", "fields": [
              {"name": "label", "type": {"type": "string", "maxLength": 64}, "doc": "Label."},
              {"name": "weight", "type": "int", "doc": "Grams."},
              {"name": "size", "type": {"type": "enum", "name": "Size", "symbols": ["SMALL", "LARGE"]}, "default": "SMALL"},
              {"name": "sentAt", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "delay", "type": {"type": "long", "unit": "milliseconds"}, "default": 0},
              {"name": "notes", "type": {"type": "array", "items": {"type": "string", "maxLength": 80}, "maxItems": 9},
               "default": []},
              {"name": "marks", "type": {"type": "map", "values": {"type": "bytes", "maxLength": 5}, "maxItems": 9,
               "maxKeyLength": 7}, "default": {}},
              {"name": "way", "type": [{"type": "record", "name": "Rail", "fields": []},
                                       {"type": "record", "name": "Road", "fields": []}]}
            ]}
            """;

    private record Change(String what, String from, String to) {
        DynamicTest refused() {
            return dynamicTest(what, () -> {
                assertThat(PARCEL).contains(from);
                Schema changed = schema(PARCEL.replace(from, to));
                assertThat(SchemaChange.problems(schema(PARCEL), changed)).isNotEmpty();
                assertThat(SchemaChange.problems(changed, schema(PARCEL)))
                        .as("and the other way round")
                        .isNotEmpty();
            });
        }
    }

    @TestFactory
    Stream<DynamicTest> a_change_that_some_node_could_not_read_is_refused() {
        return Stream.of(
                        new Change(
                                "a field without default removed",
                                "{\"name\": \"weight\", \"type\": \"int\", \"doc\": \"Grams.\"},",
                                ""),
                        new Change(
                                "a field without default added",
                                "{\"name\": \"weight\",",
                                "{\"name\": \"height\", \"type\": \"int\"}, {\"name\": \"weight\","),
                        new Change("a field renamed", "\"weight\"", "\"mass\""),
                        new Change("int to long", "\"weight\", \"type\": \"int\"", "\"weight\", \"type\": \"long\""),
                        new Change(
                                "int to string", "\"weight\", \"type\": \"int\"", "\"weight\", \"type\": \"string\""),
                        new Change("string to bytes", "{\"type\": \"string\", \"maxLength\": 64}", "\"bytes\""),
                        new Change(
                                "made optional",
                                "\"weight\", \"type\": \"int\"",
                                "\"weight\", \"type\": [\"null\", \"int\"]"),
                        new Change(
                                "a branch that is no record added to a union",
                                "\"Road\", \"fields\": []}]",
                                "\"Road\", \"fields\": []}, \"string\"]"),
                        new Change(
                                "a field without a default added to a branch beside a new one",
                                "\"Road\", \"fields\": []}]",
                                "\"Road\", \"fields\": [{\"name\": \"n\", \"type\": \"int\"}]},"
                                        + " {\"type\": \"record\", \"name\": \"Ship\", \"fields\": []}]"),
                        new Change(
                                "the items of a list changed", "{\"type\": \"string\", \"maxLength\": 80}", "\"int\""),
                        new Change("the record renamed", "\"Parcel\"", "\"Packet\""),
                        new Change("the name space changed", "io.example", "io.sample"))
                .map(Change::refused);
    }

    @TestFactory
    Stream<DynamicTest> a_change_that_avro_does_not_see_but_nodes_would_not_agree_on_is_refused() {
        return Stream.of(
                        new Change("a bound raised", "\"maxLength\": 64", "\"maxLength\": 65"),
                        new Change("a bound lowered", "\"maxLength\": 64", "\"maxLength\": 63"),
                        new Change(
                                "a list bound raised",
                                "\"maxItems\": 9},\n   \"default\": []",
                                "\"maxItems\": 10},\n   \"default\": []"),
                        new Change("a bound of list items", "\"maxLength\": 80", "\"maxLength\": 81"),
                        new Change("a bound of map keys", "\"maxKeyLength\": 7", "\"maxKeyLength\": 8"),
                        new Change("a bound of map values", "\"maxLength\": 5", "\"maxLength\": 6"),
                        new Change("milliseconds to microseconds", "timestamp-millis", "timestamp-micros"),
                        new Change("milliseconds to seconds", "\"milliseconds\"", "\"seconds\""),
                        new Change("a bound removed", ", \"maxLength\": 64", ""))
                .map(Change::refused);
    }

    @TestFactory
    Stream<DynamicTest> a_change_that_every_node_reads_passes() {
        return Stream.of(
                        new Change("nothing", "x", "x"),
                        new Change("another description", "\"Grams.\"", "\"Weight in grams.\""),
                        new Change(
                                "a field with a default added",
                                "{\"name\": \"weight\",",
                                "{\"name\": \"height\", \"type\": \"int\", \"default\": 1}, {\"name\": \"weight\","),
                        new Change(
                                "a field with a default removed",
                                "{\"name\": \"delay\", \"type\": {\"type\": \"long\", \"unit\": \"milliseconds\"}, \"default\": 0},",
                                ""),
                        new Change(
                                "fields in another order",
                                "{\"name\": \"weight\", \"type\": \"int\", \"doc\": \"Grams.\"},\n  {\"name\": \"size\","
                                        + " \"type\": {\"type\": \"enum\", \"name\": \"Size\", \"symbols\": [\"SMALL\","
                                        + " \"LARGE\"]}, \"default\": \"SMALL\"},",
                                "{\"name\": \"size\", \"type\": {\"type\": \"enum\", \"name\": \"Size\", \"symbols\":"
                                        + " [\"SMALL\", \"LARGE\"]}, \"default\": \"SMALL\"},\n"
                                        + "  {\"name\": \"weight\", \"type\": \"int\", \"doc\": \"Grams.\"},"))
                .map(change -> dynamicTest(change.what(), () -> {
                    assertThat(PARCEL + "x").contains(change.from());
                    Schema changed = schema(PARCEL.replace(change.from(), change.to()));
                    assertThat(SchemaChange.problems(schema(PARCEL), changed)).isEmpty();
                    assertThat(SchemaChange.problems(changed, schema(PARCEL))).isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest>
            a_new_kind_is_allowed_since_it_is_not_written_before_all_nodes_read_it_and_its_removal_is_not() {
        return Stream.of(
                        new Change(
                                "an enum symbol added", "[\"SMALL\", \"LARGE\"]", "[\"SMALL\", \"LARGE\", \"HUGE\"]"),
                        new Change(
                                "a union branch added",
                                "\"Road\", \"fields\": []}]",
                                "\"Road\", \"fields\": []}, {\"type\": \"record\", \"name\": \"Ship\", \"fields\": []}]"))
                .map(change -> dynamicTest(change.what(), () -> {
                    assertThat(PARCEL).contains(change.from());
                    Schema changed = schema(PARCEL.replace(change.from(), change.to()));
                    assertThat(SchemaChange.problems(schema(PARCEL), changed)).isEmpty();
                    assertThat(SchemaChange.problems(changed, schema(PARCEL))).isNotEmpty();
                }));
    }

    @Test
    void a_problem_says_who_cannot_read_what_and_what_to_do() {
        Schema changed = schema(PARCEL.replace("[\"SMALL\", \"LARGE\"]", "[\"SMALL\"]"));
        assertThat(SchemaChange.problems(schema(PARCEL), changed))
                .singleElement()
                .asString()
                .startsWith("nodes of this version cannot read records of the older one: MISSING_ENUM_SYMBOLS at ")
                .contains("LARGE")
                .endsWith("only a field with a default can come or go");
        assertThat(SchemaChange.problems(schema(PARCEL), schema(PARCEL.replace("64", "65"))))
                .containsExactly(
                        "Parcel.label: maxLength was 64 and is 65; nodes of the two versions would not agree on"
                                + " it: add another field instead");
    }

    private static Schema schema(String json) {
        return new Schema.Parser().parse(json);
    }
}
