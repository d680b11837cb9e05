package io.duestream.cron;

import java.util.BitSet;

/**
 * The values that a field asks for, as bits, and whether the field is a wildcard: one that names no particular values but
 * follows the clock, see {@link CronExpression}.
 */
final class FieldMask {
    private final BitSet bits;
    private final boolean wildcard;

    FieldMask(BitSet bits, boolean wildcard) {
        this.bits = (BitSet) bits.clone();
        this.wildcard = wildcard;
    }

    static FieldMask of(int value) {
        BitSet bits = new BitSet();
        bits.set(value);
        return new FieldMask(bits, false);
    }

    static FieldMask all(CronField field) {
        BitSet bits = new BitSet();
        bits.set(field.min(), field.max() + 1);
        return new FieldMask(bits, true);
    }

    boolean wildcard() {
        return wildcard;
    }

    int first() {
        return bits.nextSetBit(0);
    }

    /** The smallest value from {@code value} on, or -1. */
    int from(int value) {
        return bits.nextSetBit(value);
    }

    /** The values below 64 as the bits of one number. */
    long low() {
        return bits.isEmpty() ? 0 : bits.toLongArray()[0];
    }
}
