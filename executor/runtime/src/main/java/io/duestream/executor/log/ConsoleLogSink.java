package io.duestream.executor.log;

import io.duestream.record.LogLine;
import java.io.PrintStream;

/** Prints each line, with the run that it belongs to. */
public final class ConsoleLogSink implements LogSink {
    private final PrintStream out;

    ConsoleLogSink(PrintStream out) {
        this.out = out;
    }

    @Override
    public void write(LogLine line) {
        out.printf(
                "%s %-5s %s fire %d shard %d attempt %s #%d: %s%n",
                line.at(),
                line.level(),
                line.key(),
                line.fire(),
                line.shard(),
                line.token(),
                line.number(),
                line.message());
    }

    /** Opens it by the name {@code console}, on the standard output. */
    public static final class Factory implements LogSinkFactory {
        /** For the service loader. */
        public Factory() {}

        @Override
        public String name() {
            return "console";
        }

        @Override
        public LogSink open(Executing executor) {
            return new ConsoleLogSink(System.out);
        }
    }
}
