package io.duestream.executor;

import io.duestream.client.failstore.FailStoreDirectory;
import io.duestream.client.failstore.FailStoreFactory;
import io.duestream.client.failstore.FailStoreRoot;
import io.duestream.client.failstore.StoreBounds;
import io.duestream.client.sender.ReliableSender;
import io.duestream.client.sender.SenderTimes;
import io.duestream.executor.clients.ClientConfigs;
import io.duestream.executor.report.LineOutlet;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What carries reports and lines of the business log, with fail stores of their own if the executor is to have them.
 *
 * @param reports for reports
 * @param lines for lines
 */
record Outlets(ReliableSender reports, LineOutlet lines) {
    private static final Duration RETRY_IN_MEMORY = Duration.ofSeconds(1);

    static Outlets open(ExecutorSettings settings, KafkaClients clients, InstantSource clock) {
        String name = EngineParts.threadName(settings);
        if (settings.failStore().isEmpty()) {
            SenderTimes times = SenderTimes.DEFAULT.longestRetry(RETRY_IN_MEMORY);
            return new Outlets(
                    ReliableSender.start(name + "report-", clients::reports, Optional.empty(), times, clock),
                    LineOutlet.to(clients.lines()));
        }
        FailStoreRoot root = new FailStoreRoot(settings.failStore().get(), settings.cluster());
        FailStoreFactory factory = FailStoreFactory.named(settings.failStoreKind());
        SenderTimes times =
                SenderTimes.DEFAULT.storeAfter(ClientConfigs.STORE_AFTER).delivery(ClientConfigs.STORED_DELIVERY);
        ReliableSender reports = ReliableSender.start(
                name + "report-",
                clients::reports,
                Optional.of(directory(root.reports(), factory, clock)),
                times,
                clock);
        try {
            return new Outlets(
                    reports,
                    LineOutlet.to(ReliableSender.start(
                            name + "line-",
                            clients::lines,
                            Optional.of(directory(root.lines(), factory, clock)),
                            times,
                            clock)));
        } catch (RuntimeException e) {
            reports.close();
            throw e;
        }
    }

    private static FailStoreDirectory directory(Path path, FailStoreFactory factory, InstantSource clock) {
        return new FailStoreDirectory(path, factory, StoreBounds.DEFAULT, clock);
    }
}
