package io.duestream.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.codec.RecordCodec;
import io.duestream.job.LogLevel;
import io.duestream.record.LogLine;
import io.duestream.record.control.ChangeLogLevel;
import io.duestream.record.control.ChangeThreads;
import io.duestream.record.control.DrainNode;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What operators may ask of an executor that lives. */
@Timeout(60)
class LiveControlTest {
    private final EngineStage stage = new EngineStage();
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private final Semaphore ends = new Semaphore(0);
    private ExecutorEngine engine;

    @AfterEach
    void close() {
        ends.release(100);
        engine.close();
    }

    @Test
    void a_node_that_drains_finishes_what_runs_takes_nothing_says_so_and_takes_work_again() {
        start();
        stage.deliver("first");
        await().until(() -> running.contains("first"));

        stage.ask(new DrainNode(true));

        await().until(() -> stage.lastNodeReport().draining());
        await().until(() -> stage.dispatch.subscription().isEmpty());
        assertThat(stage.lastNodeReport().subscribed()).isEmpty();
        assertThat(engine.busy()).isEqualTo(1);
        ends.release();
        await().until(() -> stage.finished().size() == 1);
        await().until(() -> stage.lastNodeReport().busy() == 0);

        stage.ask(new DrainNode(false));

        await().until(() -> !stage.dispatch.subscription().isEmpty());
        await().until(() -> !stage.lastNodeReport().draining());
        stage.assign();
        stage.deliver("second");
        await().until(() -> running.contains("second"));
    }

    @Test
    void fewer_threads_interrupt_nothing_and_run_less_at_once_and_more_run_more() {
        start();
        stage.deliver("a");
        stage.deliver("b");
        await().until(() -> running.containsAll(Set.of("a", "b")));

        stage.ask(new ChangeThreads(1));
        await().until(() -> stage.lastNodeReport().threads() == 1);
        assertThat(running).containsExactlyInAnyOrder("a", "b");
        stage.deliver("c");
        stage.deliver("d");
        ends.release(2);

        await().until(() -> stage.finished().size() == 2);
        await().until(() -> running.size() == 1);
        await().during(Duration.ofMillis(300)).until(() -> running.size() == 1 && engine.busy() == 1);

        stage.ask(new ChangeThreads(3));
        await().until(() -> running.containsAll(Set.of("c", "d")));
        stage.deliver("e");
        await().until(() -> running.containsAll(Set.of("c", "d", "e")));
        assertThat(stage.finished())
                .allSatisfy(each -> assertThat(each.message()).isEmpty());
    }

    @Test
    void another_log_level_counts_for_runs_under_way_too() {
        engine = stage.start(
                context -> {
                    running.add(context.key().taskId());
                    context.log().debug("before");
                    ends.acquire();
                    context.log().debug("after");
                    return null;
                },
                Duration.ofSeconds(5));
        stage.assign();
        stage.deliver("talkative");
        await().until(() -> running.contains("talkative"));

        stage.ask(new ChangeLogLevel(LogLevel.DEBUG));
        await().until(() -> stage.lastNodeReport().logLevel().equals(Optional.of(LogLevel.DEBUG)));
        ends.release();

        await().until(() -> !stage.lines.history().isEmpty());
        assertThat(stage.lines.history())
                .extracting(line ->
                        RecordCodec.of(LogLine.class).decode(line.value()).message())
                .containsExactly("after");
    }

    @Test
    void a_node_whose_memory_is_full_lets_runs_go_on_takes_nothing_new_says_why_and_takes_work_again() {
        start();
        stage.deliver("first");
        await().until(() -> running.contains("first"));

        stage.leftByCollection(93);
        await().until(() -> !stage.lastNodeReport().heldBack().isEmpty());
        stage.deliver("second");

        assertThat(stage.lastNodeReport().heldBack())
                .contains("93 % of the heap")
                .contains("90 %");
        assertThat(stage.lastNodeReport().draining()).isFalse();
        ends.release();
        await().until(() -> stage.finished().size() == 1);
        await().during(Duration.ofMillis(300)).until(() -> engine.busy() == 0);

        stage.leftByCollection(50);
        await().until(() -> running.contains("second"));
        await().until(() -> stage.lastNodeReport().heldBack().isEmpty());
    }

    private void start() {
        engine = stage.start(
                context -> {
                    running.add(context.key().taskId());
                    ends.acquire();
                    running.remove(context.key().taskId());
                    return null;
                },
                Duration.ofSeconds(5));
        stage.assign();
    }
}
