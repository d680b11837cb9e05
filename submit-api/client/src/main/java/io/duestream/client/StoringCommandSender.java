package io.duestream.client;

import io.duestream.client.Receipt.Status;
import io.duestream.client.failstore.RecordKind;
import io.duestream.client.sender.OutgoingRecord;
import io.duestream.client.sender.ReliableSender;
import io.duestream.client.sender.SendException;
import io.duestream.client.sender.SendFailure;
import io.duestream.client.sender.Sent;
import io.duestream.record.command.Command;
import io.duestream.record.command.TriggerJob;
import io.duestream.topic.JobPartition;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Puts commands on the {@code commands} topic, or into the fail store until the broker is back. Thread-safe. */
final class StoringCommandSender implements CommandOutlet {
    private final String topic;
    private final ReliableSender sender;
    private final CommandEncoder encoder;
    private final SendErrors errors;

    StoringCommandSender(String topic, ReliableSender sender, CommandEncoder encoder) {
        this.topic = topic;
        this.sender = sender;
        this.encoder = encoder;
        this.errors = new SendErrors(topic);
    }

    @Override
    public CompletableFuture<Receipt> send(Attempted attempted, Command body) {
        byte[] value;
        try {
            value = encoder.encode(attempted, body);
        } catch (InvalidJobException e) {
            return CompletableFuture.failedFuture(e);
        }
        // A second trigger opens a second fire; all other commands may come twice.
        boolean repeatable = !(body instanceof TriggerJob);
        OutgoingRecord record = new OutgoingRecord(
                RecordKind.COMMAND,
                attempted.key().toString(),
                topic,
                JobPartition.keyBytes(attempted.key()),
                value,
                List.of(),
                repeatable);
        CompletableFuture<Sent> sent;
        try {
            sent = sender.send(record, () -> {});
        } catch (IllegalStateException closed) {
            return CompletableFuture.failedFuture(closed);
        }
        CompletableFuture<Receipt> receipt = new CompletableFuture<>();
        sent.whenComplete((outcome, problem) -> {
            if (problem == null) {
                receipt.complete(receipt(attempted, outcome));
            } else {
                receipt.completeExceptionally(told(attempted, problem));
            }
        });
        return receipt;
    }

    private static Receipt receipt(Attempted attempted, Sent outcome) {
        return outcome instanceof Sent.Acknowledged acknowledged
                ? new Receipt(attempted.key(), attempted.submissionId(), acknowledged.position(), Status.ACCEPTED)
                : new Receipt(attempted.key(), attempted.submissionId(), Optional.empty(), Status.STORED);
    }

    private Throwable told(Attempted attempted, Throwable problem) {
        Throwable cause = problem instanceof CompletionException wrapped ? wrapped.getCause() : problem;
        if (cause instanceof SendException failed) {
            SendFailure failure = failed.failure();
            return errors.tell(attempted, failure.cause(), failure.kind() == SendFailure.Kind.UNKNOWN);
        }
        return cause;
    }
}
