package io.duestream.executor.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.duestream.executor.log.LogSinkFactory.Executing;
import io.duestream.job.JobId;
import io.duestream.job.LogLevel;
import io.duestream.job.Token;
import io.duestream.record.LogLine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SinkFeedTest {
    private final List<Long> written = new CopyOnWriteArrayList<>();

    @Test
    void a_sink_gets_every_line_in_order_and_is_closed_after_the_last() {
        CountDownLatch closed = new CountDownLatch(1);
        LogSink sink = new LogSink() {
            @Override
            public void write(LogLine line) {
                written.add(line.number());
            }

            @Override
            public void close() {
                closed.countDown();
            }
        };
        SinkFeed feed = new SinkFeed("test", sink, "sink");
        for (int i = 1; i <= 100; i++) {
            feed.offer(line(i));
        }

        feed.close();

        assertThat(written).hasSize(100).isSorted();
        assertThat(feed.lost()).isZero();
        assertThat(closed.getCount()).isZero();
    }

    @Test
    void a_sink_that_throws_loses_that_line_and_gets_the_next() {
        SinkFeed feed = new SinkFeed(
                "test",
                line -> {
                    if (line.number() % 2 == 1) {
                        throw new AssertionError("odd");
                    }
                    written.add(line.number());
                },
                "sink");
        for (int i = 1; i <= 4; i++) {
            feed.offer(line(i));
        }

        feed.close();

        assertThat(written).containsExactly(2L, 4L);
        assertThat(feed.lost()).isEqualTo(2);
    }

    @Test
    void a_sink_that_blocks_holds_nobody_up_and_what_finds_no_room_is_counted() {
        CountDownLatch entered = new CountDownLatch(1);
        SinkFeed feed = new SinkFeed(
                "test",
                line -> {
                    entered.countDown();
                    new CountDownLatch(1).await();
                },
                "sink",
                3);
        feed.offer(line(1));
        await().until(() -> entered.getCount() == 0);
        for (int i = 2; i <= 11; i++) {
            feed.offer(line(i));
        }
        assertThat(feed.lost()).as("of ten lines three found room").isEqualTo(7);

        feed.close();

        await().until(() -> feed.lost() == 11);
    }

    @Test
    void the_console_shows_the_run_of_a_line() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ConsoleLogSink(new PrintStream(bytes, true, StandardCharsets.UTF_8)).write(line(3));

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines("1970-01-01T00:00:00Z WARN  mail/invoice fire 2 shard 0 attempt "
                        + new Token(7, 1) + " #3: no address");
    }

    @Test
    void sinks_are_found_by_name_and_an_unknown_name_is_told_with_those_that_are_known() {
        assertThat(LogSinkFactory.named("console").open(new Executing("c", "mail", "n")))
                .isInstanceOf(ConsoleLogSink.class);
        assertThat(new ChosenSinks(List.of("console", "paper"), Map.of()).problems())
                .containsExactly("there is no log sink 'paper'; on the class path are broken, console");
    }

    @Test
    void a_sink_that_cannot_be_opened_is_told_by_its_name() {
        ChosenSinks sinks = new ChosenSinks(List.of("console", "broken"), Map.of());

        assertThatThrownBy(() -> sinks.open(new Executing("c", "mail", "n"), "sink-"))
                .isInstanceOf(LogSinkException.class)
                .hasMessage("log sink 'broken' cannot be opened: no paper");
    }

    /** Cannot be opened. */
    public static final class Broken implements LogSinkFactory {
        /** For the service loader. */
        public Broken() {}

        @Override
        public String name() {
            return "broken";
        }

        @Override
        public LogSink open(Executing executor) {
            throw new IllegalStateException("no paper");
        }
    }

    private static LogLine line(long number) {
        return new LogLine(
                "mail",
                "invoice",
                new JobId(0, 1),
                2,
                0,
                new Token(7, 1),
                "node",
                number,
                Instant.EPOCH,
                LogLevel.WARN,
                "no address");
    }
}
