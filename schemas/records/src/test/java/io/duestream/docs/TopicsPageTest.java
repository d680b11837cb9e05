package io.duestream.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.topic.TopicSpec;
import io.duestream.topic.Topics;
import java.time.Duration;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TopicsPageTest {
    @Test
    void the_committed_page_says_what_the_source_says() {
        new CommittedPage("topics.md").mustBe(page());
    }

    @Test
    void the_page_holds_every_topic_of_a_cluster() {
        assertThat(RecordsPageTest.topics())
                .containsAll(Topics.of(Topics.DEFAULT_CLUSTER).fixed())
                .hasSize(Topics.of(Topics.DEFAULT_CLUSTER).fixed().size() + 2);
    }

    private static String page() {
        Table table = new Table("topic", "record", "key", "partitions", "kept", "what for");
        RecordsPageTest.topics()
                .forEach(topic -> table.row(
                        "`" + RecordsPageTest.shown(topic) + "`",
                        topic.value()
                                .map(Class::getSimpleName)
                                .map(name -> "[" + name + "](records.md#" + name.toLowerCase(Locale.ROOT) + ")")
                                .orElse("the original bytes"),
                        key(topic),
                        partitions(topic),
                        span(topic.retention()),
                        topic.purpose()));
        return """
                # Topics

                This page is made from `Topics` by `TopicsPageTest`; do not edit it. To write it anew:
                `./mvnw -pl schemas/records test -Dduestream.docs.update=true`.

                `<cluster>` is `%s` unless configured. Names of clusters, groups and client groups are 1 to 64 of
                `A-Z a-z 0-9 _ -`. A key is always derived from the value; another key counts as missing. A job belongs to the
                partition in which Kafka's Java producer puts its key by default: murmur2 of the key's UTF-8 bytes.

                %s
                The fixed ones are made by `duestream topic create` or by the tracker at its start; a dispatch topic when its group
                is registered, an outcomes topic when the first outcome is written. Each has this configuration, which is
                checked at start (`retention.ms` is the time above; `segment.ms` is 12 hours or the retention, if that is
                shorter):

                ```
                %s
                ```

                No executor starts an attempt later than %s after its dispatch.
                """.formatted(Topics.DEFAULT_CLUSTER, table, config(), span(Topics.START_WITHIN));
    }

    private static String key(TopicSpec topic) {
        return switch (topic.keys()) {
            case JOB_KEY -> "`group/taskId`";
            case NODE_ID -> "node id";
            case ORIGINAL -> "the original key";
        };
    }

    private static String partitions(TopicSpec topic) {
        return switch (topic.width()) {
            case CLUSTER -> "the cluster's";
            case ONE -> "1";
        };
    }

    private static String config() {
        return new TreeMap<>(Topics.of(Topics.DEFAULT_CLUSTER).commands().config())
                .entrySet().stream()
                        .filter(each -> !each.getKey().equals("retention.ms")
                                && !each.getKey().equals("segment.ms"))
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining("\n"));
    }

    private static String span(Duration span) {
        return span.toDays() > 1 ? span.toDays() + " days" : span.toDays() == 1 ? "1 day" : span.toHours() + " h";
    }
}
