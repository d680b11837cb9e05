package io.duestream.codec;

/** A value is larger than its schema allows, so it cannot be written. The message begins with the field. */
public final class BoundExceededException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    BoundExceededException(String field, Object found) {
        super(field + " is " + found + ", which milliseconds in 64 bits cannot hold");
    }

    BoundExceededException(String field, String what, long found, long allowed) {
        super(field + " has " + found + " " + what + "; at most " + allowed + " are allowed");
    }
}
