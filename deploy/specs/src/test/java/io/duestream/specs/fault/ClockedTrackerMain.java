package io.duestream.specs.fault;

import io.duestream.tracker.process.Tracker;
import io.duestream.tracker.process.TrackerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Entry of a process that is a tracker whose clock can be set. */
final class ClockedTrackerMain {
    private ClockedTrackerMain() {}

    /** The file of the clock, then {@code key=value} of the tracker's configuration. */
    public static void main(String[] arguments) throws InterruptedException {
        Map<String, String> settings = new HashMap<>();
        for (int i = 1; i < arguments.length; i++) {
            String[] setting = arguments[i].split("=", 2);
            settings.put(setting[0], setting[1]);
        }
        Tracker tracker = Tracker.start(TrackerConfig.of(settings), new SharedClock(Path.of(arguments[0])));
        if (!tracker.awaitRunning(Duration.ofSeconds(60))) {
            throw new IllegalStateException("the tracker is " + tracker.state());
        }
        System.out.println("ready: tracker");
        tracker.awaitEnded();
    }
}
