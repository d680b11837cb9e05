package io.duestream.cli.bench;

import java.util.Arrays;
import java.util.Random;

/** Random bytes, others for each job, so that compression gains nothing by them. Immutable. */
final class Payloads {
    private static final int NOISE = 1 << 20;
    /** Odd, so that jobs that follow each other begin far from each other. */
    private static final int STRIDE = 104_729;

    private final byte[] noise;
    private final int bytes;

    /** @param bytes of each */
    Payloads(int bytes) {
        this.bytes = bytes;
        this.noise = new byte[NOISE + bytes];
        new Random(7).nextBytes(noise);
    }

    byte[] of(int number) {
        int from = from(number);
        return Arrays.copyOfRange(noise, from, from + bytes);
    }

    /** Writes the payload of a job to its place in a record. */
    void write(int number, byte[] record, int at) {
        System.arraycopy(noise, from(number), record, at, bytes);
    }

    private int from(int number) {
        return number * STRIDE & NOISE - 1;
    }
}
