package io.duestream.client;

import io.duestream.record.command.Command;
import java.util.concurrent.CompletableFuture;

/** Where commands go. */
@FunctionalInterface
interface CommandOutlet {
    /** Sends a command; the future ends with a receipt or a {@link SubmissionException}, and nothing is thrown. */
    CompletableFuture<Receipt> send(Attempted attempted, Command body);
}
