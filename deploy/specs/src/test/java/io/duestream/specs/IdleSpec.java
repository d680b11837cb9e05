package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.executor.RunResult;
import io.duestream.record.event.JobEnded;
import io.duestream.specs.fixture.Cluster;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A cluster in which nothing happens writes nothing: no transaction, no record but the nodes' reports. */
class IdleSpec {
    /** Sixty seconds are what is promised; the shorter default keeps the build quick. */
    private static final Duration WATCHED = Duration.ofSeconds(Integer.getInteger("duestream.idle.seconds", 15));

    private final Cluster cluster = Cluster.embedded();

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void the_ends_of_all_topics_stand_still_while_nothing_happens() throws Exception {
        cluster.startTracker();
        cluster.startFeedback();
        cluster.startExecutor("mail", 2, context -> RunResult.success());
        JobClient client = cluster.startClient("shop");
        Job done = Job.of("mail", "before");
        client.submit(done);
        client.submit(Job.of("mail", "far-away").at(Instant.now().plusSeconds(86_400)));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !cluster.audit().events(done.key(), JobEnded.class).isEmpty());
        Map<TopicPartition, Long> settled = awaitStandstill();

        Instant until = Instant.now().plus(WATCHED);
        await().atMost(WATCHED.plusSeconds(30)).until(() -> Instant.now().isAfter(until));

        assertThat(ends()).isEqualTo(settled);
    }

    /** What was under way may end first: two looks, two seconds apart, must agree. */
    private Map<TopicPartition, Long> awaitStandstill() throws Exception {
        Map<TopicPartition, Long> last = new HashMap<>();
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> {
                    Map<TopicPartition, Long> now = ends();
                    boolean same = now.equals(last);
                    last.clear();
                    last.putAll(now);
                    return same;
                });
        return Map.copyOf(last);
    }

    private Map<TopicPartition, Long> ends() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            List<String> names =
                    admin
                            .listTopics(new ListTopicsOptions().listInternal(true))
                            .names()
                            .get(20, TimeUnit.SECONDS)
                            .stream()
                            .filter(name ->
                                    name.startsWith(cluster.topics().cluster()) || name.equals("__transaction_state"))
                            .filter(name ->
                                    !name.equals(cluster.topics().metrics().name()))
                            .toList();
            Map<TopicPartition, OffsetSpec> asked =
                    admin.describeTopics(names).allTopicNames().get(20, TimeUnit.SECONDS).values().stream()
                            .flatMap(topic -> topic.partitions().stream()
                                    .map(each -> new TopicPartition(topic.name(), each.partition())))
                            .collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest()));
            Map<TopicPartition, Long> ends = new HashMap<>();
            admin.listOffsets(asked)
                    .all()
                    .get(20, TimeUnit.SECONDS)
                    .forEach((partition, info) -> ends.put(partition, info.offset()));
            return ends;
        }
    }
}
