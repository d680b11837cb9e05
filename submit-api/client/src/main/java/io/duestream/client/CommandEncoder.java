package io.duestream.client;

import io.duestream.codec.BoundExceededException;
import io.duestream.codec.RecordCodec;
import io.duestream.job.Problem;
import io.duestream.record.JobCommand;
import io.duestream.record.command.Command;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Makes records of commands. Thread-safe. */
final class CommandEncoder {
    private final Clock clock;
    private final String sender;
    private final RecordCodec<JobCommand> codec = RecordCodec.of(JobCommand.class);

    /**
     * @param clock tells when it was sent
     * @param sender says who sent it
     */
    CommandEncoder(Clock clock, String sender) {
        this.clock = clock;
        this.sender = sender;
    }

    /** @throws InvalidJobException if it is larger than the contract allows */
    byte[] encode(Attempted attempted, Command body) {
        try {
            return codec.encode(new JobCommand(
                    attempted.key().group(),
                    attempted.key().taskId(),
                    clock.instant(),
                    sender,
                    Optional.empty(),
                    body));
        } catch (BoundExceededException e) {
            throw new InvalidJobException(attempted, List.of(new Problem("record", e.getMessage())));
        }
    }
}
