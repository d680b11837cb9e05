package io.duestream.tracker.topology;

/** A record can be read and yet not be used; it goes to the dead letters with this reason. It has no stack trace. */
final class UnusableRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableRecordException(String reason) {
        super(reason, null, true, false);
    }
}
