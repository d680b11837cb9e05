package io.duestream.cluster;

/** A znode does not hold what its path promises. */
final class UnreadableNodeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableNodeException(String message) {
        super(message);
    }
}
