package io.duestream.cli.doctor;

/**
 * In how many shares the jobs of a task are looked at, one after the other: each costs a reading of the whole changelog.
 *
 * @param looked how many are looked at
 * @param of how many there are
 */
record Shares(int looked, int of) {
    private static final int ROWS_AT_A_TIME = 400_000;
    private static final int MOST = 10;

    /** The shares of a task whose changelogs have so many offsets. */
    static Shares of(long offsets) {
        int shares = (int) Math.min(Integer.MAX_VALUE, 1 + offsets / ROWS_AT_A_TIME);
        return new Shares(Math.min(MOST, shares), shares);
    }

    /** Whether every job is looked at. */
    boolean all() {
        return looked == of;
    }
}
