package io.duestream.tracker.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Hands out what waits and finds room, group by group and in turns, so that neither a long queue nor many hold up others. */
final class Drain {
    private static final int MOST_OF_A_GROUP = 256;
    private static final Duration MOST = Duration.ofMillis(50);

    private final Rooms rooms;
    private final Deciding deciding;
    private final TurnClock clock;

    Drain(Rooms rooms, Deciding deciding, TurnClock clock) {
        this.rooms = rooms;
        this.deciding = deciding;
        this.clock = clock;
    }

    /** A turn; whether more may find room at once. */
    boolean turn(Instant now) {
        BooleanSupplier over = clock.begin(MOST);
        boolean more = false;
        for (int left = rooms.backloggedGroups(); left > 0; left--) {
            String group = rooms.nextBackloggedGroup();
            int handedOut = 0;
            while (handedOut < MOST_OF_A_GROUP && deciding.admitNext(group, now)) {
                handedOut++;
            }
            more |= handedOut == MOST_OF_A_GROUP;
            if (over.getAsBoolean()) {
                return more || left > 1;
            }
        }
        return more;
    }
}
