package io.duestream.tracker.topology;

import io.duestream.job.GroupRules;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.record.JobCommand;
import io.duestream.record.command.AdmissionUsed;
import io.duestream.record.command.AdmitRequest;
import io.duestream.record.command.Command;
import io.duestream.record.command.OpenAttemptsReported;
import io.duestream.record.command.Released;
import io.duestream.topic.JobPartition;
import io.duestream.tracker.core.ReadyShard;
import io.duestream.tracker.dispatch.Claim;
import io.duestream.tracker.dispatch.ReadyRows;
import io.duestream.tracker.dispatch.ReadyRows.Row;
import io.duestream.tracker.dispatch.RequestRows;
import io.duestream.tracker.dispatch.Requests;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a task asks of the owners of limited groups, and tells them: requests, dispatches, ends. It follows from what the
 * task's decisions changed, and leaves in their transaction.
 */
final class Admissions {
    private final TrackerScope scope;
    private final int partition;
    private final RecordWriter writer;
    private final Emitter emitter;
    private final InForce settings;
    private final ReadyRows ready;
    private final RequestRows rows;
    private final Supplier<Instant> now;
    private final LongSupplier numbers;
    private final Map<String, Requests> requests = new HashMap<>();

    Admissions(TrackerScope scope, int partition, Sending sending, InForce settings, ReadyRows ready, Keeping keeping) {
        this.scope = scope;
        this.partition = partition;
        this.writer = sending.writer();
        this.emitter = sending.emitter();
        this.now = sending.now();
        this.settings = settings;
        this.ready = ready;
        this.rows = keeping.rows();
        this.numbers = keeping.numbers();
        for (String group : settings.groups()) {
            if (limited(group)) {
                requests.put(group, requests(group));
            }
        }
    }

    /** How records leave the task. */
    record Sending(RecordWriter writer, Emitter emitter, Supplier<Instant> now) {}

    /** Where requests are kept, and what they are called. */
    record Keeping(RequestRows rows, LongSupplier numbers) {}

    private Requests requests(String group) {
        return new Requests(
                group,
                ready,
                rows,
                new Requests.Asking() {
                    @Override
                    public void ask(Row row, long number) {
                        ReadyShard shard = row.shard();
                        JobKey job = row.key();
                        tell(
                                group,
                                new AdmitRequest(
                                        job.group(),
                                        job.taskId(),
                                        idOf(row),
                                        shard.fire(),
                                        shard.shard(),
                                        shard.priority(),
                                        shard.dueAt(),
                                        since(group),
                                        number));
                    }

                    @Override
                    public void withdraw(Row row, long number) {
                        release(group, claim(row), number);
                    }
                },
                numbers);
    }

    private Claim claim(Row row) {
        return new Claim(idOf(row), row.shard().fire(), row.shard().shard());
    }

    private JobId idOf(Row row) {
        return new JobId(partition, row.shard().accepted());
    }

    private long since(String group) {
        return settings.limitedSince(group).orElseThrow();
    }

    private void tell(String group, Command body) {
        JobKey owner = GroupRules.ownerKey(group);
        JobCommand command =
                new JobCommand(owner.group(), owner.taskId(), now.get(), scope.node(), Optional.empty(), body);
        emitter.emit(List.of(writer.command(command, JobPartition.of(owner, scope.partitions()))));
    }

    /** Whether the owner of the group admits each attempt. */
    boolean limited(String group) {
        return settings.limitedSince(group).isPresent();
    }

    /** A limit begins, after whatever was before it: the owner is told what is out, and asked for what waits. */
    void begin(String group, long open) {
        end(group);
        requests.put(group, requests(group));
        tell(group, new OpenAttemptsReported(partition, open, since(group)));
        fill(group);
    }

    /** No limit holds any more; the owner has forgotten what was asked for. */
    void end(String group) {
        Requests before = requests.remove(group);
        if (before != null) {
            before.forget();
        }
    }

    /** A shard has come to wait. */
    void waits(Row row) {
        Requests asked = requests.get(row.key().group());
        if (asked != null) {
            asked.waits(row);
        }
    }

    /** A shard waits no more. */
    void gone(Row row, boolean dispatched) {
        String group = row.key().group();
        Requests asked = requests.get(group);
        OptionalLong number = asked == null ? OptionalLong.empty() : asked.gone(row);
        if (number.isEmpty()) {
            return;
        }
        Claim claim = claim(row);
        if (dispatched) {
            tell(group, new AdmissionUsed(claim.job(), claim.fire(), claim.shard(), since(group), number.getAsLong()));
        } else {
            release(group, claim, number.getAsLong());
        }
    }

    /** An attempt is over. */
    void ended(String group, Claim claim) {
        if (limited(group)) {
            release(group, claim, Released.END);
        }
    }

    private void release(String group, Claim claim, long number) {
        tell(group, new Released(claim.job(), claim.fire(), claim.shard(), since(group), number));
    }

    /** Asks for more of a long queue, if it is time to. */
    void fill(String group) {
        Requests asked = requests.get(group);
        if (asked != null) {
            asked.fill();
        }
    }

    /** Asks for more of all long queues; after a restart nothing else would. */
    void fillAll() {
        requests.values().forEach(Requests::fill);
    }

    /** The owner lets a shard run; whether it still wants to. */
    boolean admitted(String group, Claim claim, long number) {
        Requests asked = requests.get(group);
        return asked != null && asked.admitted(claim, number);
    }

    /** The first admitted shard of a limited group. */
    Optional<Row> next(String group) {
        Requests asked = requests.get(group);
        return asked == null ? Optional.empty() : asked.next();
    }
}
