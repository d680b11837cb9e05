package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.duestream.cluster.ClusterConnection;
import io.duestream.cluster.ClusterView;
import io.duestream.cluster.GroupRegistry;
import io.duestream.cluster.Role;
import io.duestream.executor.Executor;
import io.duestream.executor.ExecutorBuilder;
import io.duestream.executor.ExecutorException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an executor needs and makes where it runs. */
@Timeout(120)
class ExecutorLifeSpec {
    private final ExecutorStage stage = new ExecutorStage();
    private final ExecutorTopics topics = stage.topics();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void starting_makes_the_topic_of_the_group_and_shows_node_and_group_in_zookeeper() {
        Executor executor = stage.start(stage.executor()
                .group("fax")
                .threads(3)
                .zooKeeper(stage.brokers().zooKeeper()));

        assertThat(topics.partitions(topics.topics().dispatch("fax"))).isEqualTo(4);
        try (ClusterConnection zooKeeper = ClusterConnection.open(
                stage.brokers().zooKeeper(), ClusterConnection.DEFAULT_SESSION_TIMEOUT, topics.topics())) {
            GroupRegistry groups = zooKeeper.groups();
            ClusterView view = zooKeeper.view();
            await().until(() -> groups.get("fax").isPresent() && view.nodes().isPresent());
            await().untilAsserted(() -> assertThat(view.nodes().orElseThrow().of(Role.EXECUTOR, "fax"))
                    .singleElement()
                    .satisfies(node -> {
                        assertThat(node.id()).isEqualTo(executor.node());
                        assertThat(node.threads()).isEqualTo(3);
                    }));
        }
    }

    @Test
    void an_executor_without_its_clusters_topics_says_what_to_do() {
        ExecutorBuilder lost = stage.executor().cluster("nowhere").startTimeout(Duration.ofMillis(100));

        assertThatThrownBy(lost::start)
                .isInstanceOf(ExecutorException.class)
                .hasMessageContainingAll("nowhere.feedback", "duestream topic create", "correct the cluster's name");
    }

    @Test
    void a_dispatch_topic_that_is_deleted_is_made_again_and_what_comes_then_is_run() {
        stage.start(stage.executor());
        topics.dispatch(ExecutorStage.job(1, "noop", Map.of()));
        stage.awaitFinished(1);
        stage.awaitCommitted(1);

        topics.delete(topics.topics().dispatch(ExecutorStage.GROUP));
        await().atMost(30, TimeUnit.SECONDS)
                .until(() -> topics.exists(topics.topics().dispatch(ExecutorStage.GROUP)));
        topics.dispatch(ExecutorStage.job(2, "noop", Map.of()));

        stage.awaitFinished(2);
        stage.awaitCommitted(1);
    }
}
