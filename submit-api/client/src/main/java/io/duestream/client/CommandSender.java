package io.duestream.client;

import io.duestream.client.Receipt.Status;
import io.duestream.client.sender.SendFailure;
import io.duestream.job.Position;
import io.duestream.record.command.Command;
import io.duestream.topic.JobPartition;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/** Puts commands on the {@code commands} topic. Thread-safe. */
final class CommandSender implements CommandOutlet {
    private final String topic;
    private final CommandsTopic commands;
    private final Producer<byte[], byte[]> producer;
    private final CommandEncoder encoder;
    private final SendErrors errors;

    CommandSender(String topic, CommandsTopic commands, Producer<byte[], byte[]> producer, CommandEncoder encoder) {
        this.topic = topic;
        this.commands = commands;
        this.producer = producer;
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
        Sending sending = new Sending(attempted);
        try {
            commands.require();
            producer.send(new ProducerRecord<>(topic, JobPartition.keyBytes(attempted.key()), value), sending::ended);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            sending.fail(new InterruptException(e));
        } catch (KafkaException e) {
            sending.fail(e);
        } catch (IllegalStateException closed) {
            sending.receipt.completeExceptionally(closed);
        }
        sending.handedOver = true;
        return sending.receipt;
    }

    /** One record on its way. */
    private final class Sending {
        private final Attempted attempted;
        private final Thread caller = Thread.currentThread();
        private final CompletableFuture<Receipt> receipt = new CompletableFuture<>();
        private volatile boolean handedOver;

        Sending(Attempted attempted) {
            this.attempted = attempted;
        }

        void ended(RecordMetadata metadata, Exception error) {
            if (error != null) {
                fail(error);
            } else if (!metadata.hasOffset()) {
                // The broker recognised a repeat of the producer's own and no longer knows where the first one stands.
                handedOver = true;
                fail(new KafkaException("the broker acknowledged the record without its position"));
            } else {
                Position position = new Position(metadata.partition(), metadata.offset());
                receipt.complete(new Receipt(attempted.key(), attempted.submissionId(), position, Status.ACCEPTED));
            }
        }

        /** What the producer reports on the caller's thread before it returns was never taken by it. */
        void fail(Throwable error) {
            boolean taken = handedOver || Thread.currentThread() != caller;
            if (SendFailure.isTopicMissing(error) || !taken && error instanceof TimeoutException) {
                commands.forget();
            }
            receipt.completeExceptionally(errors.tell(attempted, error, taken));
        }
    }
}
