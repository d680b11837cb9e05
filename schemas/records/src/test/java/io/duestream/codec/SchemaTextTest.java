package io.duestream.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.duestream.job.JobRules;
import io.duestream.job.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a stranger who has only the schemas needs: a word on everything, and a bound on everything that can grow. */
class SchemaTextTest {
    @TestFactory
    Stream<DynamicTest> every_field_record_and_enum_says_what_it_is_for() {
        return eachEnvelope(walk -> assertThat(walk.undocumented).isEmpty());
    }

    @TestFactory
    Stream<DynamicTest> everything_that_can_grow_has_a_bound() {
        return eachEnvelope(walk -> assertThat(walk.unbounded).isEmpty());
    }

    @TestFactory
    Stream<DynamicTest> no_record_holds_itself_so_that_no_input_can_nest_without_end() {
        return eachEnvelope(walk -> assertThat(walk.recursive).isEmpty());
    }

    @Test
    void the_rules_and_the_schema_of_a_definition_state_the_same_bounds() {
        Map<String, Integer> bounds = new HashMap<>();
        Envelopes.all().stream()
                .flatMap(type -> BoundedFields.of(type).stream())
                .forEach(each -> bounds.put(each.path() + " " + each.kind(), each.bound()));
        Map<String, Integer> rules = Map.ofEntries(
                Map.entry("JobCommand.taskId TEXT", JobRules.MAX_TASK_ID),
                Map.entry("JobDefinition.type TEXT", JobRules.MAX_TASK_ID),
                Map.entry("JobDefinition.payload BYTES", JobRules.MAX_PAYLOAD),
                Map.entry("JobDefinition.parameters MAP", JobRules.MAX_PARAMETERS),
                Map.entry("JobDefinition.parameters MAP_KEY", JobRules.MAX_PARAMETER_NAME),
                Map.entry("JobDefinition.parameters MAP_VALUE", JobRules.MAX_PARAMETER_VALUE),
                Map.entry("JobDefinition.labels MAP", JobRules.MAX_LABELS),
                Map.entry("JobDefinition.labels MAP_KEY", JobRules.MAX_PARAMETER_NAME),
                Map.entry("JobDefinition.labels MAP_VALUE", JobRules.MAX_LABEL_VALUE),
                Map.entry("JobDefinition.shardParameters LIST", JobRules.MAX_SHARDS),
                Map.entry("JobDefinition.shardParameters LIST_ITEM", JobRules.MAX_SHARD_PARAMETER),
                Map.entry("Cron.expression TEXT", JobRules.MAX_EXPRESSION),
                Map.entry("Cron.zone TEXT", JobRules.MAX_ZONE),
                Map.entry("JobRejected.reasons LIST", JobRules.MAX_PROBLEMS));
        assertThat(bounds).containsAllEntriesOf(rules);
        assertThat(bounds.get("JobRejected.reasons LIST_ITEM"))
                .as("a problem of the longest message fits")
                .isGreaterThanOrEqualTo(new Problem("shardParameters", "x".repeat(901))
                        .toString()
                        .length());
    }

    @Test
    void a_name_has_the_same_bound_wherever_it_stands() {
        Map<String, Integer> byName = new HashMap<>();
        for (String field : List.of("group", "taskId", "clientGroup", "submissionId", "node", "jobId", "token")) {
            Envelopes.all().stream()
                    .flatMap(type -> BoundedFields.of(type).stream())
                    .filter(each -> each.field().name().equals(field))
                    .forEach(each -> assertThat(byName.computeIfAbsent(field, name -> each.bound()))
                            .as(each.toString())
                            .isEqualTo(each.bound()));
        }
        assertThat(byName).hasSize(7).containsEntry("group", 64).containsEntry("taskId", 128);
    }

    private interface Check {
        void on(Walk walk);
    }

    private static Stream<DynamicTest> eachEnvelope(Check check) {
        return Envelopes.all().stream()
                .map(type -> dynamicTest(type.getSimpleName(), () -> {
                    Walk walk = new Walk();
                    walk.schema(type.getSimpleName(), SchemaCatalogue.contract().current(type.getSimpleName()));
                    check.on(walk);
                }));
    }

    private static final class Walk {
        private final List<String> undocumented = new ArrayList<>();
        private final List<String> unbounded = new ArrayList<>();
        private final List<String> recursive = new ArrayList<>();
        private final Deque<String> inside = new ArrayDeque<>();

        void schema(String path, Schema schema) {
            switch (schema.getType()) {
                case RECORD -> record(path, schema);
                case ENUM -> said(path, schema.getDoc());
                case STRING, BYTES -> bound(path, schema, "maxLength");
                case ARRAY -> {
                    bound(path, schema, "maxItems");
                    schema(path + "[]", schema.getElementType());
                }
                case MAP -> {
                    bound(path, schema, "maxItems");
                    bound(path, schema, "maxKeyLength");
                    schema(path + "{}", schema.getValueType());
                }
                case UNION -> schema.getTypes().forEach(each -> schema(path, each));
                default -> {}
            }
        }

        private void record(String path, Schema schema) {
            said(path, schema.getDoc());
            if (inside.contains(schema.getFullName())) {
                recursive.add(path);
                return;
            }
            inside.push(schema.getFullName());
            for (Schema.Field field : schema.getFields()) {
                String name = schema.getName() + "." + field.name();
                said(name, field.doc());
                schema(name, field.schema());
            }
            inside.pop();
        }

        private void said(String path, String doc) {
            if (doc == null || doc.length() < 3 || !doc.endsWith(".")) {
                undocumented.add(path);
            }
        }

        private void bound(String path, Schema schema, String name) {
            if (!(schema.getObjectProp(name) instanceof Integer bound) || bound < 1) {
                unbounded.add(path + " lacks " + name);
            }
        }
    }
}
