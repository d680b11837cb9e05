package io.duestream.tracker.topology;

import io.duestream.job.GroupRules;
import io.duestream.job.GroupSettings;
import io.duestream.job.JobKey;
import io.duestream.job.Problem;
import io.duestream.job.SettingsInForce;
import io.duestream.record.JobCommand;
import io.duestream.record.RecordInput;
import io.duestream.record.command.AdmissionUsed;
import io.duestream.record.command.AdmitRequest;
import io.duestream.record.command.Admitted;
import io.duestream.record.command.ChangeGroup;
import io.duestream.record.command.Command;
import io.duestream.record.command.DescribeGroups;
import io.duestream.record.command.NoticeKind;
import io.duestream.record.command.OpenAttemptsReported;
import io.duestream.record.command.Released;
import io.duestream.record.command.TrackerNotice;
import io.duestream.record.event.AdmissionChange;
import io.duestream.record.event.AdmissionChanged;
import io.duestream.record.event.CommandRefused;
import io.duestream.record.event.GroupDescribed;
import io.duestream.record.event.GroupSettingsChanged;
import io.duestream.record.event.GroupsDescribed;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.NoticeSeen;
import io.duestream.topic.Topics;
import io.duestream.tracker.dispatch.Claim;
import io.duestream.tracker.dispatch.Waiting;
import io.duestream.tracker.topology.AuditTrail.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Takes what is said about groups. The owner of a group decides its settings and tells every partition, in one transaction:
 * so each partition goes by them from one place in its log on, and none can be left out.
 */
final class GroupDesk {
    private static final String OWNER = GroupRules.ownerKey("").group();

    /** How far waiting shards are counted for one who asks, of all groups together: the task does nothing else then. */
    private static final int MOST_COUNTED = 10_000;

    private final TrackerScope scope;
    private final int partition;
    private final Rooms rooms;
    private final InForce settings;
    private final Admissions admissions;
    private final GroupOwner owner;
    private final Deciding deciding;
    private final RecordWriter writer;
    private final Emitter emitter;

    GroupDesk(
            TrackerScope scope,
            int partition,
            Rooms rooms,
            GroupOwner owner,
            Deciding deciding,
            Admissions.Sending out) {
        this.scope = scope;
        this.partition = partition;
        this.rooms = rooms;
        this.settings = rooms.settings();
        this.admissions = rooms.admissions();
        this.owner = owner;
        this.deciding = deciding;
        this.writer = out.writer();
        this.emitter = out.emitter();
    }

    /** Whether a key is one under which the owner of a group is spoken to. */
    static boolean toOwner(JobKey key) {
        return key.group().equals(OWNER);
    }

    /** Takes a command that is said to a group or about it; false if it is another one. */
    boolean take(JobCommand command, RecordInput input, Cause cause, Instant now) {
        Command body = command.body();
        String group = command.taskId();
        if (body instanceof DescribeGroups asked) {
            deciding.state(cause, described(asked, now), now);
            return true;
        }
        if (!toOwner(command.key())) {
            return false;
        }
        requireName(group);
        if (body instanceof ChangeGroup change) {
            change(group, change, command.sender(), input, cause, now);
        } else if (body instanceof AdmitRequest asked) {
            owner.requested(group, asked, cause, now);
        } else if (body instanceof AdmissionUsed used) {
            owner.used(group, used, cause, now);
        } else if (body instanceof Released released) {
            owner.released(group, released, cause, now);
        } else if (body instanceof OpenAttemptsReported reported) {
            owner.counted(group, reported, cause, now);
        } else {
            return false;
        }
        return true;
    }

    private static void requireName(String group) {
        if (!Topics.validName(group)) {
            throw new UnusableRecordException(
                    "'" + Cut.name(group) + "' is no name of a group; expected 1 to 64 of A-Z a-z 0-9 _ -");
        }
    }

    private void change(String group, ChangeGroup change, String by, RecordInput input, Cause cause, Instant now) {
        GroupSettings asked = change.appliedTo(owner.settings(group));
        List<Problem> problems = owner.problems(asked);
        if (!problems.isEmpty()) {
            String reasons = problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
            deciding.state(cause, new CommandRefused("ChangeGroup", reasons), now);
            return;
        }
        SettingsInForce next = owner.change(group, input.offset(), asked, by, change.reason(), now);
        TrackerNotice notice = new TrackerNotice(NoticeKind.SETTINGS_CHANGED, group, Optional.of(next));
        for (int other = 0; other < scope.partitions(); other++) {
            if (other != partition) {
                JobCommand told =
                        new JobCommand("~notice", Integer.toString(other), now, scope.node(), Optional.empty(), notice);
                emitter.emit(List.of(writer.command(told, other)));
            }
        }
        goBy(group, next, cause, now);
    }

    /** The owner of a group has decided its settings. */
    void told(TrackerNotice notice, Cause cause, Instant now) {
        SettingsInForce next = notice.settings()
                .orElseThrow(() -> new UnusableRecordException("a notice of changed settings must tell them"));
        requireName(notice.subject());
        goBy(notice.subject(), next, cause, now);
    }

    private void goBy(String group, SettingsInForce next, Cause cause, Instant now) {
        Optional<Long> before = settings.limitedSince(group);
        if (!settings.put(group, next)) {
            deciding.state(cause, new NoticeSeen(NoticeKind.SETTINGS_CHANGED, group, 0), now);
            return;
        }
        deciding.state(cause, new GroupSettingsChanged(group, next), now);
        if (!before.equals(next.limitedSince())) {
            if (next.limitedSince().isPresent()) {
                admissions.begin(group, rooms.open(group));
            } else {
                admissions.end(group);
            }
        }
        rooms.look(group);
    }

    /** The owner of a limited group lets a shard run; it goes with the next turn of the queue. */
    void admitted(JobKey key, Admitted admitted, Cause cause, Instant now) {
        Claim claim = Claims.of(admitted.jobId(), admitted.fire(), admitted.shard(), scope.partitions());
        boolean current = settings.limitedSince(key.group())
                .filter(since -> since == admitted.limitedSince())
                .isPresent();
        boolean wanted = current && admissions.admitted(key.group(), claim, admitted.request());
        if (wanted) {
            rooms.look(key.group());
        }
        AdmissionChange change = wanted ? AdmissionChange.RECEIVED : AdmissionChange.OUTDATED;
        AdmissionChanged event = new AdmissionChanged(
                key.group(),
                change,
                key.taskId(),
                Optional.of(claim.job()),
                claim.fire(),
                claim.shard(),
                partition,
                0,
                0,
                admitted.request(),
                0,
                Optional.empty());
        deciding.state(cause, event, now);
    }

    /** Something was learnt about a group that may let more of it run. */
    void touch(String group) {
        owner.touch(group);
    }

    /** Admits what may be admitted in the groups that were spoken of; when to look again. */
    Optional<Instant> afterRecord(Instant now) {
        return owner.turn(now);
    }

    /** Admits what may be admitted; when to look again. */
    Optional<Instant> turn(Instant now) {
        admissions.fillAll();
        owner.touchAll();
        return owner.turn(now);
    }

    private List<JobEvent> described(DescribeGroups asked, Instant now) {
        TreeSet<String> names = new TreeSet<>();
        if (asked.group().isPresent()) {
            asked.group().filter(Topics::validName).ifPresent(names::add);
        } else {
            names.addAll(rooms.groups(asked.after().filter(Topics::validName), GroupsDescribed.MOST_GROUPS + 1));
            names.addAll(settings.groups());
            names.removeIf(name -> !Topics.validName(name));
        }
        List<String> shown = names.stream()
                .filter(name ->
                        asked.after().map(after -> name.compareTo(after) > 0).orElse(true))
                .limit(GroupsDescribed.MOST_GROUPS + 1L)
                .toList();
        boolean more = shown.size() > GroupsDescribed.MOST_GROUPS;
        List<JobEvent> events = new ArrayList<>();
        int left = MOST_COUNTED;
        for (String group : more ? shown.subList(0, GroupsDescribed.MOST_GROUPS) : shown) {
            GroupDescribed described = describe(group, left, now);
            events.add(described);
            left = (int) Math.max(0, left - described.waiting());
        }
        events.add(new GroupsDescribed(more));
        return events;
    }

    private GroupDescribed describe(String group, int behind, Instant now) {
        Waiting waiting = rooms.waiting(group, behind);
        return new GroupDescribed(
                group,
                settings.of(group),
                waiting.counted(),
                waiting.more(),
                rooms.open(group),
                scope.threads().applyAsInt(group),
                owner.view(group, now));
    }
}
