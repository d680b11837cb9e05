package io.duestream.executor.log;

import io.duestream.record.LogLine;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds one sink from a thread of its own. Nobody waits for the sink: what finds no room is lost there, counted and told.
 * Thread-safe.
 */
public final class SinkFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SinkFeed.class);
    private static final int ROOM = 10_000;
    private static final Duration CLOSE = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final String name;
    private final LogSink sink;
    private final BlockingQueue<LogLine> queue;
    private final AtomicLong lost = new AtomicLong();
    private final Thread thread;
    private long told;
    private volatile boolean closed;

    /**
     * Begins to feed a sink.
     *
     * @param name of the sink, for messages
     * @param sink closed by this
     * @param threadName of the thread
     */
    public SinkFeed(String name, LogSink sink, String threadName) {
        this(name, sink, threadName, ROOM);
    }

    SinkFeed(String name, LogSink sink, String threadName, int room) {
        this.name = name;
        this.sink = sink;
        this.queue = new ArrayBlockingQueue<>(room);
        this.thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
        thread.start();
    }

    /** Gives the sink a line when its turn comes, or loses it there if there is no room. Never waits. */
    public void offer(LogLine line) {
        if (closed || !queue.offer(line)) {
            lost.incrementAndGet();
            tellLost(Reason.FULL, null);
        }
    }

    /** How many lines the sink did not get or did not take. */
    public long lost() {
        return lost.get();
    }

    private enum Reason {
        FULL("it does not take them as fast as they come"),
        FAILED("it fails");

        private final String words;

        Reason(String words) {
            this.words = words;
        }
    }

    private void run() {
        try {
            while (!closed || !queue.isEmpty()) {
                LogLine line = queue.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                if (line != null) {
                    write(line);
                }
            }
        } catch (InterruptedException e) {
            lost.addAndGet(queue.size());
            tellLost(Reason.FULL, null);
        } finally {
            closeSink();
        }
    }

    private void write(LogLine line) throws InterruptedException {
        try {
            sink.write(line);
        } catch (InterruptedException e) {
            lost.incrementAndGet();
            throw e;
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            lost.incrementAndGet();
            tellLost(Reason.FAILED, e);
        }
    }

    /** Told at the first line, then at each doubling: a sink that is gone must not fill the executor's own log. */
    private synchronized void tellLost(Reason reason, Throwable problem) {
        long now = lost.get();
        if (now >= told * 2 && now != told) {
            told = now;
            LOG.warn("log sink {} has lost {} lines so far: {}", name, now, reason.words, problem);
        }
    }

    private void closeSink() {
        try {
            sink.close();
        } catch (Exception e) {
            LOG.warn("log sink {} did not close well", name, e);
        }
    }

    /** Lets the sink take what is queued, for a bounded time, and close; then it is left behind. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(CLOSE.toMillis());
            if (thread.isAlive()) {
                LOG.warn("log sink {} does not end within {} and is interrupted", name, CLOSE);
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
