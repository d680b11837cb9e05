package io.duestream.client.sender;

import io.duestream.job.Position;
import java.time.Duration;
import java.util.Optional;

/** Carries records to the broker. Thread-safe. */
interface Transport {
    /**
     * Sends a record. Each call is answered once, by any thread, also before this returns. May wait for a connection or for
     * room, for a bounded time.
     */
    void send(OutgoingRecord record, Answer answer);

    /** Ends; what is not answered by then is answered as failed. */
    void close(Duration patience);

    /** Is told what became of a record. */
    interface Answer {
        void acknowledged(Optional<Position> position);

        void failed(SendFailure failure);
    }
}
