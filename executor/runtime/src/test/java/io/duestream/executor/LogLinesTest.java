package io.duestream.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.executor.delivery.Delivery;
import io.duestream.executor.report.LineOutlet;
import io.duestream.executor.report.LineSender;
import io.duestream.job.LogLevel;
import io.duestream.record.LogLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LogLinesTest {
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
    private final LineSender sender = new LineSender(LineOutlet.to(producer), "lines");
    private final List<LogLine> sunk = new ArrayList<>();
    private final LogLines lines = new LogLines("logs", "node", LogLevel.WARN, () -> Attempts.NOW, sender, sunk::add);

    @AfterEach
    void close() {
        sender.close();
    }

    @Test
    void a_label_of_the_job_goes_over_the_level_of_the_executor_both_ways() {
        talk(Map.of());
        assertThat(levels()).containsExactly(LogLevel.WARN, LogLevel.ERROR);
        talk(Map.of(BusinessLog.LEVEL_LABEL, "debug"));
        assertThat(levels()).containsExactly(LogLevel.values());
        talk(Map.of(BusinessLog.LEVEL_LABEL, "ERROR"));
        assertThat(levels()).containsExactly(LogLevel.ERROR);

        lines.threshold(LogLevel.ERROR);

        talk(Map.of(BusinessLog.LEVEL_LABEL, "DEBUG"));
        assertThat(levels()).containsExactly(LogLevel.values());
    }

    @Test
    void a_label_that_is_no_level_is_told_in_the_log_of_the_run() {
        talk(Map.of(BusinessLog.LEVEL_LABEL, "LOUD"));

        assertThat(sunk.get(0).message())
                .isEqualTo("label log.level is 'LOUD'; expected one of [DEBUG, INFO, WARN, ERROR]. The level of the"
                        + " executor counts");
        assertThat(levels()).containsExactly(LogLevel.WARN, LogLevel.WARN, LogLevel.ERROR);
    }

    @Test
    void the_topic_has_what_the_sinks_have() {
        talk(Map.of());
        sender.close();

        assertThat(producer.history()).hasSize(2);
        assertThat(sunk).hasSize(2);
    }

    private List<LogLevel> levels() {
        List<LogLevel> levels = sunk.stream().map(LogLine::level).toList();
        sunk.clear();
        return levels;
    }

    private void talk(Map<String, String> labels) {
        BusinessLog log = lines.apply(
                new Delivery(0, 1, 1, 5, false, 1, Attempts.of("job").labels(labels)));
        log.debug("debug");
        log.info("info");
        log.warn("warn");
        log.error("error");
    }
}
