package io.duestream.feedback;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs sessions one after the other until it is told to end. Whatever ends a session, the next one is tried; but after an
 * {@link Error} this process is not fit to go on, and the loop ends.
 */
final class FeedbackLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(FeedbackLoop.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Supplier<OutcomeSession> sessions;
    private final Destinations destinations;
    private final Progress progress;
    private final Closing closing;
    private Duration pause = FIRST_PAUSE;
    private volatile Error error;

    FeedbackLoop(Supplier<OutcomeSession> sessions, Destinations destinations, Progress progress, Closing closing) {
        this.sessions = sessions;
        this.destinations = destinations;
        this.progress = progress;
        this.closing = closing;
    }

    @Override
    public void run() {
        while (!closing.begun()) {
            try (OutcomeSession session = sessions.get()) {
                session.begin();
                while (!closing.begun()) {
                    if (session.turn()) {
                        pause = FIRST_PAUSE;
                    }
                }
            } catch (InterruptException e) {
                // Only closing interrupts, and the loop looks at that next.
                LOG.debug("interrupted", e);
            } catch (RuntimeException e) {
                failed(e);
            } catch (Error e) {
                // First of all, for whatever else is done may fail in the same way.
                error = e;
                progress.ended(e.toString());
                LOG.error("the feedback-stream cannot go on and ends", e);
                return;
            }
        }
        progress.closed();
    }

    /** What ended it without being told to. */
    Optional<Error> error() {
        return Optional.ofNullable(error);
    }

    private void failed(RuntimeException reason) {
        if (closing.begun()) {
            LOG.info("ended while something failed: {}", reason.toString());
            return;
        }
        LOG.warn("outcomes wait, tried again in {} ms", pause.toMillis(), reason);
        progress.failed(reason.toString());
        destinations.forget();
        closing.pause(pause);
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    }
}
