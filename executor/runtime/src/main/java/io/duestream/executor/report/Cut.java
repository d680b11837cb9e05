package io.duestream.executor.report;

import java.io.PrintWriter;
import java.io.Writer;

/** Texts within the bounds of the record contract: what is longer is cut and marked with …. */
public final class Cut {
    /** Most characters of a result message, a stack trace or a log line. */
    public static final int TEXT = 8192;

    /** Most characters of the reason for not starting. */
    public static final int REASON = 1024;

    private static final char MARK = '…';

    private Cut() {}

    /** The text itself, or as much of it as fits in {@code bound} characters with the mark behind it. */
    public static String to(int bound, String text) {
        if (text.length() <= bound) {
            return text;
        }
        int end = bound - 1;
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + MARK;
    }

    /** The stack trace of a throwable in at most {@code bound} characters, without building the whole of it first. */
    public static String stackTrace(int bound, Throwable thrown) {
        BoundedWriter writer = new BoundedWriter(bound + 1);
        try (PrintWriter printer = new PrintWriter(writer)) {
            thrown.printStackTrace(printer);
        } catch (Full e) {
            // The rest would be cut off.
        } catch (RuntimeException e) {
            writer.text
                    .append("(its stack trace could not be printed: ")
                    .append(e.getClass().getName())
                    .append(')');
        }
        return to(bound, writer.text.toString());
    }

    /** What a throwable says, even if saying it fails. */
    public static String describe(int bound, Throwable thrown) {
        try {
            return to(bound, String.valueOf(thrown));
        } catch (RuntimeException e) {
            return to(
                    bound,
                    thrown.getClass().getName() + " (its message could not be read: "
                            + e.getClass().getName() + ")");
        }
    }

    private static final class Full extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Full() {
            super(null, null, false, false);
        }
    }

    private static final class BoundedWriter extends Writer {
        private final StringBuilder text = new StringBuilder();
        private final int bound;

        BoundedWriter(int bound) {
            this.bound = bound;
        }

        @Override
        public void write(char[] buffer, int offset, int length) {
            text.append(buffer, offset, Math.min(length, bound - text.length()));
            if (text.length() >= bound) {
                throw new Full();
            }
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
