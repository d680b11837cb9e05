package io.duestream.tracker.simulation;

import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.record.JobFeedback;
import io.duestream.record.command.SubmitJob;
import io.duestream.record.command.TrackerNotice;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.NoticeSeen;
import io.duestream.record.report.DoubtReason;
import io.duestream.tracker.core.Decision;
import io.duestream.tracker.core.Input;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.StoredJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One task of the tracker with its partition of {@code commands} and {@code feedback}: reads feedback before commands,
 * sweeps what is due, hands out what waits, commits or crashes.
 */
final class Partition {
    private static final String COMMANDS = "commands";
    private static final String FEEDBACK = "feedback";

    final int number;
    final Log<Told> commands = new Log<>();
    final Log<JobFeedback> feedback = new Log<>();
    final Undo undo = new Undo();
    final PartitionStores stores = new PartitionStores(undo);
    final Trace trace = new Trace();

    private final World world;
    private final Watch watch;
    private final Map<String, Room> rooms = new TreeMap<>();
    private Outbox outbox = new Outbox();
    private long quietUntilCommand;
    private long quietUntilFeedback;
    private long skew;

    Partition(int number, World world, Findings findings) {
        this.number = number;
        this.world = world;
        this.watch = new Watch(this, world.company, findings);
        makeRooms();
    }

    private void makeRooms() {
        for (Group group : world.groups.values()) {
            rooms.put(group.name, world.room(group, stores));
        }
    }

    /** The tracker's clock. */
    Instant now() {
        return Instant.ofEpochMilli(world.time + skew);
    }

    void setClock(long ahead) {
        skew = ahead;
        trace.add(now(), "the clock is set to " + now());
    }

    /** Milliseconds that the clock is ahead of real time. */
    long ahead() {
        return skew;
    }

    /** Real time at which the clock shows {@code at}. */
    long realTime(Instant at) {
        return at.toEpochMilli() - skew;
    }

    Group group(String name) {
        return world.groups.get(name);
    }

    /** Whether jobs are also kept as bytes in this run; it costs more than all else. */
    boolean encodes() {
        return world.encodes;
    }

    Rules rules() {
        return world.rules;
    }

    Room room(Group group) {
        return rooms.get(group.name);
    }

    Watch watch() {
        return watch;
    }

    /** Does the next thing there is to do. Whether there was any. */
    boolean turn() {
        return readFeedback() || readCommand() || sweep() || admit();
    }

    private boolean readFeedback() {
        long offset = stores.positions.get(FEEDBACK, 0L);
        if (offset >= feedback.end()) {
            return false;
        }
        JobFeedback record = feedback.get(offset);
        read(FEEDBACK, offset);
        handle(record.key(), new Input.FeedbackReceived(record), Audited.Cause.FEEDBACK);
        return true;
    }

    private boolean readCommand() {
        long offset = stores.positions.get(COMMANDS, 0L);
        if (offset >= commands.end()) {
            return false;
        }
        Told told = commands.get(offset);
        read(COMMANDS, offset);
        if (told.command() instanceof TrackerNotice notice) {
            lost(told.key(), notice);
        } else {
            boolean known = known(told);
            Input input = new Input.CommandReceived(told.command(), new JobId(number, offset), known);
            handle(told.key(), input, Audited.Cause.COMMAND);
        }
        return true;
    }

    private void read(String topic, long offset) {
        stores.positions.put(topic, offset + 1);
        outbox.read();
    }

    private boolean known(Told told) {
        if (!(told.command() instanceof SubmitJob submit)
                || submit.submissionId().isEmpty()) {
            return false;
        }
        String id = submit.submissionId().get();
        boolean known = stores.submissions.has(id);
        stores.submissions.put(id, true);
        return known;
    }

    private void lost(JobKey key, TrackerNotice notice) {
        List<RunningRow> rows = stores.running.keys().stream()
                .filter(row -> row.node().equals(notice.subject()))
                .toList();
        for (RunningRow row : rows) {
            Input doubt = new Input.Suspected(row.fire(), row.shard(), stores.running.get(row), DoubtReason.NODE_LOST);
            handle(row.key(), doubt, Audited.Cause.WALK);
        }
        JobEvent seen = new NoticeSeen(notice.kind(), notice.subject(), rows.size());
        outbox.audit(new Audited(key, Optional.empty(), 0, Audited.Cause.COMMAND, List.of(seen)));
    }

    /** After a crash, what was in the log is read before a timer acts on the past. */
    private boolean catchingUp() {
        return stores.positions.get(COMMANDS, 0L) < quietUntilCommand
                || stores.positions.get(FEEDBACK, 0L) < quietUntilFeedback;
    }

    private boolean sweep() {
        TimerRow next = stores.timers.first();
        if (next == null || next.at().isAfter(now()) || catchingUp()) {
            return false;
        }
        handle(stores.timers.get(next), new Input.Due(), Audited.Cause.TIMER);
        return true;
    }

    /** Hands one waiting shard out, if any group has room for one. */
    boolean admit() {
        if (catchingUp()) {
            return false;
        }
        for (Group group : world.groups.values()) {
            Room room = rooms.get(group.name);
            Optional<Waiting> next = room.next();
            if (next.isPresent()) {
                Optional<Integer> place = room.place(group, now());
                if (place.isPresent()) {
                    handle(next.get().key(), admission(next.get(), place.get()), Audited.Cause.ADMISSION);
                    return true;
                }
            }
        }
        return false;
    }

    private static Input admission(Waiting next, int place) {
        return new Input.Admitted(next.shard().fire(), next.shard().shard(), place);
    }

    /** Looks after an attempt that should have been started long ago. */
    boolean walk(JobKey key, Job job) {
        Optional<Input> unseen = catchingUp() ? Optional.empty() : Walker.unseen(job, now());
        unseen.ifPresent(input -> handle(key, input, Audited.Cause.WALK));
        return unseen.isPresent();
    }

    private void handle(JobKey key, Input input, Audited.Cause cause) {
        Room room = rooms.get(key.group());
        boolean nobodyWaits = room.next().isEmpty();
        StoredJob before = stores.jobs.get(key.toString());
        long last = before == null ? 0 : before.sequence();
        List<JobEvent> events = new ArrayList<>(decide(key, input, last));
        // What was submitted just now may go at once; the cancel of an older job may still be unread.
        boolean free = !catchingUp() || !events.isEmpty() && events.get(0) instanceof JobAccepted;
        if (nobodyWaits && free) {
            events.addAll(handOutAtOnce(key, room, last));
        }
        if (!events.isEmpty()) {
            Audited audited = audited(key, before, events, cause);
            outbox.audit(audited);
            watch.audited(audited);
        }
    }

    private Audited audited(JobKey key, StoredJob before, List<JobEvent> events, Audited.Cause cause) {
        if (before == null) {
            // A job may begin and end in one decision, so that no row tells its id.
            Optional<JobId> begun = events.stream()
                    .filter(JobAccepted.class::isInstance)
                    .map(event -> ((JobAccepted) event).jobId())
                    .findFirst();
            return new Audited(key, begun, begun.isPresent() ? 1 : 0, cause, events);
        }
        long sequence = world.rules.sequence(before.sequence());
        return new Audited(key, Optional.of(before.job().id()), sequence, cause, events);
    }

    /** A fire that finds room is decided together with its admission: one audit record. */
    private List<JobEvent> handOutAtOnce(JobKey key, Room room, long last) {
        List<JobEvent> events = new ArrayList<>();
        Optional<Waiting> next = room.next();
        while (next.isPresent() && next.get().key().equals(key)) {
            Optional<Integer> place = room.place(world.groups.get(key.group()), now());
            if (place.isEmpty()) {
                break;
            }
            List<JobEvent> admitted = decide(key, admission(next.get(), place.get()), last);
            if (admitted.isEmpty()) {
                break;
            }
            events.addAll(admitted);
            next = room.next();
        }
        return events;
    }

    private List<JobEvent> decide(JobKey key, Input input, long last) {
        Optional<StoredJob> before = Optional.ofNullable(stores.jobs.get(key.toString()));
        Decision decision = world.rules.decide(key, before.map(StoredJob::job), input, now());
        boolean begins = decision.events().stream().anyMatch(JobAccepted.class::isInstance);
        long sequence = decision.events().isEmpty() ? last : begins ? 1 : world.rules.sequence(last);
        Optional<StoredJob> after =
                decision.after().map(job -> new StoredJob(sequence, world.rules.timer(job), job.acceptedAt(), job));
        stores.replace(key, before.orElse(null), after.orElse(null), rooms.get(key.group()), world.rules);
        after.ifPresent(row -> decision.events().forEach(event -> outbox.emit(key, row.job(), event)));
        Decided decided = new Decided(key, before, input, now(), decision, after);
        trace.add(decided);
        watch.decided(decided);
        world.seen.add(decision.events());
        return decision.events();
    }

    /** Whether anything waits for a commit. */
    boolean dirty() {
        return !undo.isEmpty();
    }

    void commit() {
        Committed committed = outbox.committed(world.rules.committed(outbox.dispatches()));
        committed.dispatches().forEach(world::dispatch);
        committed.doubts().forEach(feedback::append);
        trace.add(now(), "commit");
        watch.committed(committed);
        undo.commit();
        outbox = new Outbox();
    }

    /** Whatever was not committed is gone, and with it everything that was kept in memory only. */
    void crash() {
        List<Dispatched> escaped = world.rules.crashed(outbox.dispatches());
        undo.rollBack();
        outbox = new Outbox();
        escaped.forEach(world::dispatch);
        makeRooms();
        quietUntilCommand = commands.end();
        quietUntilFeedback = feedback.end();
        trace.add(now(), "crash; " + escaped.size() + " dispatches escaped");
        watch.crashed(escaped);
    }
}
