package io.duestream.job;

/**
 * Names a job for ever: the position of the {@code SubmitJob} that was accepted, written {@code <partition>-<offset>}.
 *
 * @param partition partition of {@code commands}
 * @param offset offset in that partition
 */
public record JobId(int partition, long offset) implements Comparable<JobId> {
    /** Refuses negative parts. */
    public JobId {
        if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException("job id parts must not be negative: " + partition + "-" + offset);
        }
    }

    /**
     * Reads an id as written by {@link #toString()}.
     *
     * @throws IllegalArgumentException if it is not one
     */
    public static JobId parse(String text) {
        int dash = text.indexOf('-');
        if (plainNumber(text, 0, dash) && plainNumber(text, dash + 1, text.length())) {
            try {
                return new JobId(
                        Integer.parseInt(text, 0, dash, 10), Long.parseLong(text, dash + 1, text.length(), 10));
            } catch (NumberFormatException e) {
                throw malformed(text, e);
            }
        }
        throw malformed(text, null);
    }

    /** Digits without sign or leading zero: one id has one text. */
    private static boolean plainNumber(String text, int from, int to) {
        if (from >= to || text.charAt(from) == '0' && to - from > 1) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static IllegalArgumentException malformed(String text, NumberFormatException cause) {
        return new IllegalArgumentException(
                "'" + JobRules.shown(text) + "' is not a job id; expected <partition>-<offset>", cause);
    }

    @Override
    public int compareTo(JobId other) {
        int byPartition = Integer.compare(partition, other.partition);
        return byPartition != 0 ? byPartition : Long.compare(offset, other.offset);
    }

    @Override
    public String toString() {
        return partition + "-" + offset;
    }
}
