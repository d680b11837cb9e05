package io.duestream.embedded;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.utils.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a fault on which Kafka ends its process.
 *
 * <p>While a broker starts, the fault fails the start: the caller gets an exception and the process lives. Afterwards the
 * process ends with Kafka's exit status, as a broker of its own would: its disk is gone or its metadata are wrong, every
 * part of the process depends on it, and all parts are made to be killed. Nothing goes on over a fault, and nothing is
 * hidden: Kafka logs the cause at ERROR before it comes here.
 *
 * <p>Kafka's hooks are one for the whole process, so starts take turns.
 */
final class FatalFaults {
    private static final Logger LOG = LoggerFactory.getLogger(FatalFaults.class);

    private static final long CLEAN_UP_MILLIS = 10_000;

    private static volatile Start current;

    static {
        Exit.setHaltProcedure(FatalFaults::onFault);
        Exit.setExitProcedure(FatalFaults::onFault);
    }

    private FatalFaults() {}

    /**
     * Runs a start on a thread of its own and returns when it is through.
     *
     * @throws ExecutionException with what the start threw, or with a fatal fault that any thread met meanwhile
     */
    static synchronized void guard(Runnable startup) throws ExecutionException, InterruptedException {
        Start start = new Start(startup);
        current = start;
        try {
            start.setDaemon(true);
            start.start();
            start.outcome.get();
        } catch (ExecutionException | InterruptedException e) {
            // A start that waits for what will not come cleans up after itself when it is interrupted, and only then.
            start.interrupt();
            start.join(CLEAN_UP_MILLIS);
            throw e;
        } finally {
            current = null;
        }
    }

    private static void onFault(int status, String message) {
        String detail = message == null ? "" : ": " + message;
        Start start = current;
        if (start != null) {
            start.fail(new EmbeddedClusterException(
                    "Kafka met a fatal fault while starting, its last ERROR lines in the log say why" + detail));
            return;
        }
        LOG.error(
                "Kafka met a fatal fault and ends this process with status {}, its last ERROR lines say why{}",
                status,
                detail);
        Runtime.getRuntime().halt(status);
    }

    private static final class Start extends Thread {
        private final CompletableFuture<Void> outcome = new CompletableFuture<>();
        private final Runnable startup;
        private volatile EmbeddedClusterException fault;

        Start(Runnable startup) {
            super("embedded-kafka-start");
            this.startup = startup;
        }

        @Override
        public void run() {
            try {
                startup.run();
                if (fault == null) {
                    outcome.complete(null);
                } else {
                    outcome.completeExceptionally(fault);
                }
            } catch (Throwable e) {
                outcome.completeExceptionally(e);
            }
        }

        void fail(EmbeddedClusterException exception) {
            fault = exception;
            // On its own thread Kafka goes on to clean up and to throw the cause itself, which says more.
            if (Thread.currentThread() != this) {
                outcome.completeExceptionally(exception);
            }
        }
    }
}
