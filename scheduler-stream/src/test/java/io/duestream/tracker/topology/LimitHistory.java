package io.duestream.tracker.topology;

import io.duestream.job.JobDefinition;
import io.duestream.job.SettingsInForce;
import io.duestream.record.AuditRecord;
import io.duestream.record.JobCommand;
import io.duestream.record.command.CancelJob;
import io.duestream.record.command.PauseJob;
import io.duestream.record.command.ResumeJob;
import io.duestream.record.event.AdmissionChange;
import io.duestream.record.event.AdmissionChanged;
import io.duestream.record.event.GroupSettingsChanged;
import io.duestream.record.event.JobEvent;
import io.duestream.tracker.store.StateStores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One random history of a group whose limits come, change and go while jobs are submitted and cancelled and trackers are
 * taken away; what is wrong with it is told, not thrown.
 */
final class LimitHistory {
    private static final int PARTITIONS = 3;
    private static final int STEPS = 60;

    private final Random random;
    private final TasksUnderTest cluster = new TasksUnderTest(PARTITIONS);
    private final List<String> keys = new ArrayList<>();
    private final Set<Integer> counted = new HashSet<>();
    private final List<String> wrong = new ArrayList<>();
    /** A concurrency that holds all the time; then no more may ever be out, whatever the owner believes. */
    private final Optional<Integer> steady;

    private SettingsInForce inForce;
    private long open;
    private int away = -1;
    private long admissions;

    private LimitHistory(long seed, Fault fault) {
        random = new Random(seed);
        // Not from the random numbers: the first ones of neighbouring seeds are alike.
        steady = seed % 2 == 0 ? Optional.of(1 + (int) (seed / 2 % 3)) : Optional.empty();
        cluster.wire = fault.wire();
        cluster.misread = fault.misread();
        cluster.threads(50);
        cluster.delay = () -> random.nextInt(40);
        cluster.runs = run -> Duration.ofMillis(random.nextInt(2_000));
    }

    /**
     * How a history ended.
     *
     * @param wrong what did not hold
     * @param admissions how many were given
     */
    record Told(List<String> wrong, long admissions) {}

    /**
     * What goes wrong on purpose.
     *
     * @param wire what becomes of a command that a task sends
     * @param misread what a task reads instead of a command
     */
    record Fault(Function<JobCommand, List<JobCommand>> wire, UnaryOperator<JobCommand> misread) {
        static Fault none() {
            return new Fault(List::of, UnaryOperator.identity());
        }
    }

    /** Runs one. */
    static Told run(long seed, Fault fault) {
        LimitHistory history = new LimitHistory(seed, fault);
        try {
            history.steady.ifPresent(history::hold);
            for (int i = 0; i < STEPS && history.wrong.isEmpty(); i++) {
                history.step();
                history.look();
            }
            if (history.wrong.isEmpty()) {
                history.settle();
            }
            return new Told(history.wrong, history.admissions);
        } finally {
            history.cluster.close();
        }
    }

    private void hold(int concurrency) {
        cluster.change(TasksUnderTest.concurrency(concurrency));
        cluster.advance(Duration.ofSeconds(1));
        look();
    }

    private void step() {
        int die = random.nextInt(20);
        if (die < 8) {
            for (int i = random.nextInt(7); i >= 0; i--) {
                keys.add(cluster.submit(
                        random.nextInt(PARTITIONS),
                        JobDefinition.builder().priority(random.nextInt(5)).shards(1 + random.nextInt(2))));
            }
        } else if (die < 10 && !keys.isEmpty()) {
            // A run that is cancelled goes on until its executor notices; that would be more than the owner knows of.
            cluster.tell(keys.get(random.nextInt(keys.size())), new CancelJob(false, ""));
        } else if (die < 12 && steady.isEmpty()) {
            cluster.change(TasksUnderTest.concurrency(random.nextInt(6)));
        } else if (die < 13 && steady.isEmpty()) {
            cluster.change(TasksUnderTest.rate(random.nextInt(3) * 15));
        } else if (die < 14) {
            cluster.change(TasksUnderTest.pause(random.nextBoolean()));
        } else if (die < 16) {
            comeOrGo();
        } else if (die < 18) {
            pauseSome();
        }
        cluster.advance(Duration.ofMillis(random.nextInt(400)));
    }

    /** Late ones wait most likely; what is resumed at once asks again before the first answer comes. */
    private void pauseSome() {
        for (String key : keys.subList(Math.max(0, keys.size() - 10), keys.size())) {
            if (random.nextBoolean()) {
                cluster.tell(key, new PauseJob(""));
                cluster.tell(key, new ResumeJob(""));
            }
        }
    }

    private void comeOrGo() {
        if (away >= 0) {
            cluster.takeOver(away);
            away = -1;
        } else {
            away = random.nextInt(PARTITIONS);
            cluster.kill(away);
        }
    }

    /** What the owner has said since the last look follows from what it said before, and is no less than the truth. */
    private void look() {
        TaskUnderTest owner = cluster.tasks.get(cluster.owner());
        for (AuditRecord record : owner.sent.audit()) {
            for (JobEvent event : record.events()) {
                if (event instanceof GroupSettingsChanged changed) {
                    settled(changed.inForce());
                } else if (event instanceof AdmissionChanged changed) {
                    moved(changed);
                }
            }
        }
        cluster.tasks.forEach(task -> task.sent.forget());
        boolean limited = inForce != null && inForce.limitedSince().isPresent();
        if (limited && counted.size() == PARTITIONS && cluster.out() > open) {
            wrong.add(cluster.out() + " are out, " + open + " as the owner knows");
        }
        if (steady.isPresent() && cluster.mostOut > steady.get()) {
            wrong.add(cluster.mostOut + " were out; the concurrency was " + steady.get() + " all the time");
        }
    }

    private void settled(SettingsInForce next) {
        boolean same = inForce != null && inForce.limitedSince().equals(next.limitedSince());
        inForce = next;
        if (!same) {
            counted.clear();
            open = 0;
        }
    }

    private void moved(AdmissionChanged e) {
        if (e.change() == AdmissionChange.RECEIVED || e.change() == AdmissionChange.OUTDATED) {
            return;
        }
        long moved = e.open() - open;
        boolean follows = switch (e.change()) {
            case GRANTED -> moved == 1;
            case RELEASED -> moved == -1;
            case WITHDRAWN -> moved == 0 || moved == -1;
            case COUNTED -> moved >= 0;
            case REQUESTED, USED, RECEIVED, OUTDATED -> moved == 0;
        };
        if (!follows) {
            wrong.add(open + " and then " + e);
        }
        open = e.open();
        if (e.change() == AdmissionChange.COUNTED) {
            counted.add(e.partition());
        }
        if (e.change() == AdmissionChange.GRANTED) {
            admissions++;
            Optional<Integer> most = inForce.settings().concurrency();
            if (counted.size() < PARTITIONS || most.isPresent() && open > most.get()) {
                wrong.add("with " + counted + " counted and a concurrency of " + most + ": " + e);
            }
        }
    }

    /** All trackers are there and the group may work: everything comes to an end, and nothing is left over. */
    private void settle() {
        if (away >= 0) {
            cluster.takeOver(away);
        }
        cluster.change(TasksUnderTest.pause(false));
        cluster.change(TasksUnderTest.rate(random.nextBoolean() ? 40 : 0));
        if (steady.isEmpty()) {
            cluster.change(TasksUnderTest.concurrency(1 + random.nextInt(5)));
        }
        for (int i = 0; i < 400 && !cluster.idle(); i++) {
            cluster.advance(Duration.ofSeconds(5));
            look();
        }
        cluster.advance(Duration.ofSeconds(1));
        look();
        if (!cluster.idle()) {
            wrong.add("something waits for ever; " + cluster.out() + " are out, " + open + " as the owner knows");
        }
        if (open != 0) {
            wrong.add("nothing is out, and the owner knows of " + open);
        }
        for (TaskUnderTest task : cluster.tasks) {
            Rows.in(task, StateStores.REQUESTS).forEach(row -> wrong.add("left over: " + row));
            if (Rows.in(task, StateStores.LIMITS).size() > 1 + PARTITIONS) {
                wrong.add("the owner keeps more than its state and who has reported");
            }
        }
    }
}
