package io.duestream.cli.bench;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Jobs are numbered over all rounds, and their task ids have one length, so that their records have one size. */
final class JobNumbers {
    static final String GROUP = "bench";
    /** Of jobs that go on beside those that are counted. As long as the other. */
    static final String OTHERS = "aside";

    static final int DIGITS = 9;
    /** No leading zeros: the digits are also part of a job id. */
    static final int FIRST = 100_000_000;

    static final int LAST = 999_999_999;

    private static final byte[] PREFIX = (GROUP + "/j").getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHERS_PREFIX = (OTHERS + "/j").getBytes(StandardCharsets.UTF_8);

    private JobNumbers() {}

    static String taskId(int number) {
        return "j" + digits(number);
    }

    static String digits(int number) {
        return String.format(Locale.ROOT, "%0" + DIGITS + "d", number);
    }

    /** The number of the job with a record's key; negative if it is none of ours. */
    static int of(byte[] key) {
        if (key == null || key.length != PREFIX.length + DIGITS) {
            return -1;
        }
        if (!begins(key, PREFIX) && !begins(key, OTHERS_PREFIX)) {
            return -1;
        }
        int number = 0;
        for (int i = PREFIX.length; i < key.length; i++) {
            int digit = key[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static boolean begins(byte[] key, byte[] prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if (key[i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
