package io.duestream.client.sender;

/** A record was not taken over: the broker does not take it, or neither the broker nor the fail store could. */
public final class SendException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SendFailure failure;

    SendException(String message, SendFailure failure) {
        super(message, failure.cause());
        this.failure = failure;
    }

    /** What became of the sending. */
    public SendFailure failure() {
        return failure;
    }
}
