package io.duestream.tracker.topology;

import io.duestream.job.GroupRules;
import io.duestream.job.GroupSettings;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.job.Problem;
import io.duestream.job.SettingsInForce;
import io.duestream.record.AdmissionInput;
import io.duestream.record.JobCommand;
import io.duestream.record.command.AdmissionUsed;
import io.duestream.record.command.AdmitRequest;
import io.duestream.record.command.Admitted;
import io.duestream.record.command.OpenAttemptsReported;
import io.duestream.record.command.Released;
import io.duestream.record.event.AdmissionChange;
import io.duestream.record.event.AdmissionChanged;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.LimitView;
import io.duestream.tracker.dispatch.AdmissionRequest;
import io.duestream.tracker.dispatch.Claim;
import io.duestream.tracker.dispatch.GroupLimit;
import io.duestream.tracker.store.LimitStore;
import io.duestream.tracker.topology.AuditTrail.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The groups whose owner this task is: it decides their settings, and of the limited ones who may run. What it is told and
 * what it answers are records of the tasks' own transactions, so each admission is given once and comes back once.
 */
final class GroupOwner {
    private static final int MOST_AT_ONCE = 64;

    private final TrackerScope scope;
    private final RecordWriter writer;
    private final Emitter emitter;
    private final Deciding deciding;
    private final LimitStore rows;
    private final Map<String, GroupLimit> groups = new HashMap<>();
    private final Set<String> touched = new LinkedHashSet<>();

    GroupOwner(TrackerScope scope, RecordWriter writer, Emitter emitter, Deciding deciding, LimitStore rows) {
        this.scope = scope;
        this.writer = writer;
        this.emitter = emitter;
        this.deciding = deciding;
        this.rows = rows;
        for (String group : rows.groups()) {
            groups.put(group, new GroupLimit(group, scope.partitions(), rows));
        }
    }

    /** The settings of a group as decided here. */
    GroupSettings settings(String group) {
        GroupLimit known = groups.get(group);
        return known == null ? GroupRules.DEFAULTS : known.inForce().settings();
    }

    /** What is wrong with settings that are asked for. */
    List<Problem> problems(GroupSettings asked) {
        return GroupRules.problems(asked);
    }

    /** Decides new settings. */
    SettingsInForce change(String group, long version, GroupSettings asked, String by, String reason, Instant now) {
        touched.add(group);
        return groups.computeIfAbsent(group, name -> new GroupLimit(name, scope.partitions(), rows))
                .change(version, asked, by, reason, now);
    }

    /** The limit that a record speaks of, if it holds still; if not, that is stated. */
    private Optional<GroupLimit> current(String group, long since, Cause cause, int partition, Instant now) {
        GroupLimit limit = groups.get(group);
        if (limit == null || !limit.current(since)) {
            state(cause, now, ofPartition(group, AdmissionChange.OUTDATED, partition, 0, 0));
            return Optional.empty();
        }
        touched.add(group);
        return Optional.of(limit);
    }

    private static AdmissionChanged ofPartition(
            String group, AdmissionChange change, int partition, long open, long queued) {
        return new AdmissionChanged(
                group, change, "", Optional.empty(), 0, 0, partition, open, queued, 0, 0, Optional.empty());
    }

    private void state(Cause cause, Instant now, JobEvent event) {
        deciding.state(cause, event, now);
    }

    void requested(String group, AdmitRequest asked, Cause cause, Instant now) {
        JobKey key = Claims.key(group, asked);
        Claim claim = Claims.of(asked.jobId(), asked.fire(), asked.shard(), scope.partitions());
        Claims.requireSortable(asked);
        current(group, asked.limitedSince(), cause, claim.job().partition(), now)
                .ifPresent(limit -> {
                    AdmissionRequest request =
                            new AdmissionRequest(key, claim, asked.priority(), asked.dueAt(), asked.request());
                    limit.requested(request);
                    state(cause, now, changed(group, AdmissionChange.REQUESTED, request, limit));
                });
    }

    void used(String group, AdmissionUsed used, Cause cause, Instant now) {
        Claim claim = Claims.of(used.jobId(), used.fire(), used.shard(), scope.partitions());
        current(group, used.limitedSince(), cause, claim.job().partition(), now).ifPresent(limit -> {
            limit.used(claim, used.request(), now);
            state(cause, now, changed(group, AdmissionChange.USED, claim, used.request(), limit));
        });
    }

    void released(String group, Released released, Cause cause, Instant now) {
        Claim claim = Claims.of(released.jobId(), released.fire(), released.shard(), scope.partitions());
        current(group, released.limitedSince(), cause, claim.job().partition(), now)
                .ifPresent(limit -> {
                    AdmissionChange change = limit.released(claim, released.request(), now);
                    state(cause, now, changed(group, change, claim, released.request(), limit));
                });
    }

    void counted(String group, OpenAttemptsReported reported, Cause cause, Instant now) {
        Claims.requireCount(reported, scope.partitions());
        current(group, reported.limitedSince(), cause, reported.partition(), now)
                .ifPresent(limit -> {
                    limit.counted(reported.partition(), reported.open());
                    state(
                            cause,
                            now,
                            ofPartition(
                                    group,
                                    AdmissionChange.COUNTED,
                                    reported.partition(),
                                    limit.open(),
                                    limit.queued()));
                });
    }

    private static AdmissionChanged changed(
            String group, AdmissionChange change, Claim claim, long number, GroupLimit limit) {
        JobId job = claim.job();
        return new AdmissionChanged(
                group,
                change,
                "",
                Optional.of(job),
                claim.fire(),
                claim.shard(),
                job.partition(),
                limit.open(),
                limit.queued(),
                number,
                0,
                Optional.empty());
    }

    private static AdmissionChanged changed(
            String group, AdmissionChange change, AdmissionRequest request, GroupLimit limit) {
        Claim claim = request.claim();
        return new AdmissionChanged(
                group,
                change,
                request.key().taskId(),
                Optional.of(claim.job()),
                claim.fire(),
                claim.shard(),
                request.partition(),
                limit.open(),
                limit.queued(),
                request.number(),
                request.priority(),
                Optional.of(request.dueAt()));
    }

    /** More threads, say: perhaps more may run. */
    void touch(String group) {
        if (groups.containsKey(group)) {
            touched.add(group);
        }
    }

    /** Time has passed: perhaps more may run. */
    void touchAll() {
        groups.forEach((group, limit) -> {
            if (limit.queued() > 0) {
                touched.add(group);
            }
        });
    }

    /** Admits what may be admitted; when to look again, if that takes no record to know. */
    Optional<Instant> turn(Instant now) {
        Optional<Instant> next = Optional.empty();
        for (String group : List.copyOf(touched)) {
            GroupLimit limit = groups.get(group);
            int threads = scope.threads().applyAsInt(group);
            Optional<Instant> again = Optional.of(now);
            if (admit(group, limit, threads, now) < MOST_AT_ONCE) {
                touched.remove(group);
                again = limit.nextAt(now, threads);
            }
            next = earlier(next, again);
        }
        return next;
    }

    private int admit(String group, GroupLimit limit, int threads, Instant now) {
        List<JobEvent> events = new ArrayList<>();
        Optional<AdmissionRequest> next = limit.admit(now, threads);
        while (next.isPresent()) {
            AdmissionRequest request = next.get();
            Claim claim = request.claim();
            long since = limit.inForce().limitedSince().orElseThrow();
            JobKey job = request.key();
            Admitted body = new Admitted(claim.job(), claim.fire(), claim.shard(), since, request.number());
            JobCommand command = new JobCommand(job.group(), job.taskId(), now, scope.node(), Optional.empty(), body);
            emitter.emit(List.of(writer.command(command, request.partition())));
            events.add(changed(group, AdmissionChange.GRANTED, request, limit));
            next = events.size() < MOST_AT_ONCE ? limit.admit(now, threads) : Optional.empty();
        }
        if (!events.isEmpty()) {
            deciding.state(Cause.of(new AdmissionInput()), events, now);
        }
        return events.size();
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        return one.isEmpty() || other.isPresent() && other.get().isBefore(one.get()) ? other : one;
    }

    /** What an operator may want to know of a limited group; empty if it is not limited, or not owned here. */
    Optional<LimitView> view(String group, Instant now) {
        return Optional.ofNullable(groups.get(group)).flatMap(limit -> limit.view(now));
    }
}
