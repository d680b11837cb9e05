package io.duestream.job;

/**
 * The right to run one attempt. A lease moves only upward: the token tells attempts apart, the generation tells apart the
 * deliveries of one attempt.
 *
 * @param token token of the attempt
 * @param generation generation of the consumer group at delivery; 0 if unknown
 */
public record Lease(Token token, int generation) implements Comparable<Lease> {
    @Override
    public int compareTo(Lease other) {
        int byToken = token.compareTo(other.token);
        return byToken != 0 ? byToken : Integer.compare(generation, other.generation);
    }
}
