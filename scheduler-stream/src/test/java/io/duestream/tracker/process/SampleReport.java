package io.duestream.tracker.process;

import io.duestream.record.NodeReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reports of executors that do nothing. */
final class SampleReport {
    private SampleReport() {}

    static NodeReport of(String node, int threads) {
        return new NodeReport(
                node,
                "executor",
                "mail",
                Instant.EPOCH,
                threads,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                Optional.empty(),
                0,
                0,
                false,
                Instant.EPOCH,
                "",
                Optional.empty(),
                "",
                Optional.empty(),
                List.of());
    }
}
