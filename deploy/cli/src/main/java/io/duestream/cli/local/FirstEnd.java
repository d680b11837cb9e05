package io.duestream.cli.local;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The first end among several that run: one that ends by itself ends them all. Thread-safe. */
final class FirstEnd {
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    /** Also waits for the end of this. */
    void watch(String name, Servers.End each) {
        Thread thread = new Thread(() -> await(each), "end-of-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void await(Servers.End each) {
        try {
            each.await();
            inGoodOrder();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            end.completeExceptionally(e);
        }
    }

    /** They were told to end. */
    void inGoodOrder() {
        end.complete(null);
    }

    /** Returns when they have ended in good order; throws what the first to end threw. */
    void await() throws InterruptedException {
        try {
            end.get();
        } catch (ExecutionException e) {
            throw (RuntimeException) e.getCause();
        }
    }
}
