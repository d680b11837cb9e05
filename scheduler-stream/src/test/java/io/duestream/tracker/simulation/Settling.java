package io.duestream.tracker.simulation;

import io.duestream.job.Cron;
import io.duestream.job.JobKey;
import io.duestream.job.Repeat;
import io.duestream.job.Trigger;
import io.duestream.record.command.CancelJob;
import io.duestream.record.command.ResumeJob;
import io.duestream.tracker.core.Standing;
import io.duestream.tracker.core.StoredJob;
import java.util.function.Predicate;

/** The calm after the storm: faults stop, executors live, clocks agree, and everything that was accepted has to end. */
final class Settling {
    /** Far more than it takes; who needs more is stuck. */
    private static final int MOST = 20_000;

    private final World world;
    private final Losses losses;
    private final Clockwork clockwork;
    private int steps;
    private boolean asked;
    private boolean cancelled;

    Settling(World world, Losses losses, Clockwork clockwork) {
        this.world = world;
        this.losses = losses;
        this.clockwork = clockwork;
    }

    void begin() {
        world.calm = true;
        // Clocks agree on the one that is ahead: the past is not waited for once more.
        long ahead = world.partitions.stream().mapToLong(Partition::ahead).max().orElse(0);
        world.partitions.forEach(partition -> partition.setClock(Math.max(0, ahead)));
        for (Group group : world.groups.values()) {
            group.registered = true;
            for (Node node : group.nodes) {
                node.life = node.life == Node.Life.STOPPED ? Node.Life.LIVE : node.life;
            }
            if (group.nodes.stream().noneMatch(Node::member)) {
                world.join(group);
            }
            group.rebalance(world.chance);
        }
    }

    /** Does the next thing there is to do; false when nothing is left, or nothing moves any more. */
    boolean goOn() {
        steps++;
        return steps < MOST && (work() || ask() || sleep());
    }

    private boolean work() {
        for (Partition partition : world.partitions) {
            if (partition.turn()) {
                return true;
            }
            if (partition.dirty()) {
                partition.commit();
                return true;
            }
        }
        for (Node node : world.nodes()) {
            if (node.poll(world) || node.progress(world)) {
                return true;
            }
        }
        return world.deliver() || losses.tell() || walk();
    }

    private boolean walk() {
        for (JobKey key : world.keys) {
            StoredJob job = world.job(key);
            if (job != null && world.owner(key).walk(key, job.job())) {
                return true;
            }
        }
        return false;
    }

    /** Resumes what is paused; cancels what never ends by itself: some at once, the rest when everything else has ended. */
    private boolean ask() {
        if (!asked) {
            asked = true;
            return resume() | cancelIf(trigger -> frequent(trigger) || endless(trigger) && world.chance.oneIn(2));
        }
        boolean onlyEndlessLeft = world.keys.stream()
                .map(world::job)
                .allMatch(job -> job == null || endless(job.job().definition().trigger()));
        if (onlyEndlessLeft && !cancelled) {
            cancelled = true;
            return cancelIf(trigger -> true);
        }
        return false;
    }

    private boolean resume() {
        boolean any = false;
        for (JobKey key : world.keys) {
            StoredJob job = world.job(key);
            if (job != null && job.job().standing() == Standing.PAUSED) {
                world.command(key, new ResumeJob(""));
                any = true;
            }
        }
        return any;
    }

    private boolean cancelIf(Predicate<Trigger> which) {
        boolean any = false;
        for (JobKey key : world.keys) {
            StoredJob job = world.job(key);
            if (job != null && which.test(job.job().definition().trigger())) {
                world.command(key, new CancelJob(false, ""));
                any = true;
            }
        }
        return any;
    }

    private static boolean endless(Trigger trigger) {
        return trigger instanceof Cron || trigger instanceof Repeat repeat && repeat.count() == Repeat.FOREVER;
    }

    /** So many fires that they would be most of what the calm is spent on. */
    private static boolean frequent(Trigger trigger) {
        boolean often = trigger instanceof Repeat repeat && repeat.interval().toSeconds() < 10
                || trigger instanceof Cron cron && Oracle.Pattern.of(cron).period() < 10_000;
        return often && endless(trigger);
    }

    private boolean sleep() {
        return clockwork.toNext();
    }
}
