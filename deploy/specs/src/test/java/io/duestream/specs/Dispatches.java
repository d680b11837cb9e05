package io.duestream.specs;

import io.duestream.job.Bytes;
import io.duestream.job.JobId;
import io.duestream.job.Token;
import io.duestream.record.JobDispatch;
import io.duestream.record.event.FireKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Attempts as a tracker would hand them out; job n has the token (n, 1). */
final class Dispatches {
    private Dispatches() {}

    static JobDispatch of(String group, long number, String type, Map<String, String> parameters) {
        return of(group, number, type, parameters, Instant.now().plus(Duration.ofDays(2)), Optional.empty());
    }

    static JobDispatch of(
            String group,
            long number,
            String type,
            Map<String, String> parameters,
            Instant startBy,
            Optional<Duration> runTimeout) {
        Instant now = Instant.now();
        return new JobDispatch(
                group,
                "job-" + number,
                new JobId(0, number),
                1,
                now,
                FireKind.SCHEDULED,
                0,
                1,
                "",
                1,
                0,
                0,
                Optional.empty(),
                new Token(number, 1),
                type,
                100,
                parameters,
                Bytes.empty(),
                Map.of(),
                runTimeout,
                now,
                startBy,
                false,
                Optional.empty());
    }
}
