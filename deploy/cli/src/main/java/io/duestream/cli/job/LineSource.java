package io.duestream.cli.job;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads lines as bytes, and of a line that is longer than any job only that it is. Not thread-safe. */
final class LineSource {
    /** Longest line, in bytes: more than the largest payload in Base64 or escaped, and everything around it. */
    static final int LONGEST = 2 * 1024 * 1024;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private long number;

    LineSource(InputStream in) {
        this.in = in;
    }

    /**
     * A line.
     *
     * @param number from 1
     * @param content without its end; cut if it is too long
     * @param tooLong whether it was cut
     */
    record Line(long number, byte[] content, boolean tooLong) {
        boolean blank() {
            for (byte each : content) {
                if (each != ' ' && each != '\t' && each != '\r') {
                    return false;
                }
            }
            return true;
        }
    }

    /** The next line; empty at the end. */
    Optional<Line> next() throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream(512);
        boolean tooLong = false;
        int read = in.read();
        if (read < 0) {
            return Optional.empty();
        }
        for (; read >= 0 && read != '\n'; read = in.read()) {
            if (content.size() < LONGEST) {
                content.write(read);
            } else {
                tooLong = true;
            }
        }
        number++;
        return Optional.of(
                new Line(number, number == 1 ? withoutMark(content.toByteArray()) : content.toByteArray(), tooLong));
    }

    private static byte[] withoutMark(byte[] line) {
        for (int i = 0; i < BYTE_ORDER_MARK.length; i++) {
            if (i >= line.length || line[i] != BYTE_ORDER_MARK[i]) {
                return line;
            }
        }
        byte[] rest = new byte[line.length - BYTE_ORDER_MARK.length];
        System.arraycopy(line, BYTE_ORDER_MARK.length, rest, 0, rest.length);
        return rest;
    }
}
