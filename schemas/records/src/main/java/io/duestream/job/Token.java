package io.duestream.job;

import java.util.HexFormat;

/**
 * Fencing token of an attempt. Its halves are compared in order, so tokens grow over the whole life of a job key: a job
 * submitted later under the same key begins with a higher {@code accepted}. Runners get it as 32 hex digits whose text
 * order is the token order, to guard their own writes with.
 *
 * @param accepted offset of the accepting command in its own partition
 * @param attempts attempts the job has handed out, this one included
 */
public record Token(long accepted, long attempts) implements Comparable<Token> {
    private static final HexFormat HEX = HexFormat.of();

    /** Refuses negative halves, whose hex digits would not sort. */
    public Token {
        if (accepted < 0 || attempts < 0) {
            throw new IllegalArgumentException("token halves must not be negative: " + accepted + ", " + attempts);
        }
    }

    /**
     * Reads the 32 hex digits of {@link #toString()}.
     *
     * @throws IllegalArgumentException if they are not
     */
    public static Token parse(String hex) {
        if (hex.length() != 32) {
            throw malformed(hex, null);
        }
        try {
            return new Token(HexFormat.fromHexDigitsToLong(hex, 0, 16), HexFormat.fromHexDigitsToLong(hex, 16, 32));
        } catch (NumberFormatException e) {
            throw malformed(hex, e);
        }
    }

    private static IllegalArgumentException malformed(String text, NumberFormatException cause) {
        return new IllegalArgumentException(
                "'" + JobRules.shown(text) + "' is not a token; expected 32 hex digits", cause);
    }

    @Override
    public int compareTo(Token other) {
        int byAccepted = Long.compare(accepted, other.accepted);
        return byAccepted != 0 ? byAccepted : Long.compare(attempts, other.attempts);
    }

    @Override
    public String toString() {
        return HEX.toHexDigits(accepted) + HEX.toHexDigits(attempts);
    }
}
