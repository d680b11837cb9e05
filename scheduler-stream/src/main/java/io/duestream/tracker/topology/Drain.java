package io.duestream.tracker.topology;

import java.time.Duration;
import java.time.Instant;

/** Hands out what waits and finds room, group by group and in turns, so that neither a long queue nor many hold up others. */
final class Drain {
    private static final int MOST_OF_A_GROUP = 256;
    private static final long MOST_NANOS = Duration.ofMillis(50).toNanos();

    private final Rooms rooms;
    private final Deciding deciding;

    Drain(Rooms rooms, Deciding deciding) {
        this.rooms = rooms;
        this.deciding = deciding;
    }

    /** A turn; whether more may find room at once. */
    boolean turn(Instant now) {
        long begun = System.nanoTime();
        boolean more = false;
        for (int left = rooms.backloggedGroups(); left > 0; left--) {
            String group = rooms.nextBackloggedGroup();
            int handedOut = 0;
            while (handedOut < MOST_OF_A_GROUP && deciding.admitNext(group, now)) {
                handedOut++;
            }
            more |= handedOut == MOST_OF_A_GROUP;
            if (System.nanoTime() - begun > MOST_NANOS) {
                return more || left > 1;
            }
        }
        return more;
    }
}
