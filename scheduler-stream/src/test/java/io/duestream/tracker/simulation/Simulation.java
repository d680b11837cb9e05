package io.duestream.tracker.simulation;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One run: a seed, a number of steps full of faults, then a calm in which everything that can end must end. A step is one
 * thing that happens: a record read, a timer, a hand-over, a commit, a crash, a move of an executor, a report that arrives,
 * a command, the passing of time. All invariants are checked after each.
 */
final class Simulation {
    private final World world;
    private final Weather weather;
    private final Commander commander;
    private final Chaos chaos;
    private final Losses losses;
    private final Clockwork clockwork;
    private long steps;

    private Simulation(long seed, Rules rules) {
        this.world = new World(seed, rules);
        this.weather = new Weather(world.chance);
        this.commander = new Commander(world);
        this.chaos = new Chaos(world);
        this.losses = new Losses(world);
        this.clockwork = new Clockwork(world, losses);
    }

    /**
     * What a run did.
     *
     * @param steps its steps
     * @param seen kinds of events and reasons that it met
     * @param failure what it broke, if it broke anything
     */
    record Outcome(long steps, Set<Object> seen, Optional<Failure> failure) {}

    /** Runs a seed; the same seed, steps and rules give the same outcome. */
    static Outcome run(long seed, int steps, Rules rules) {
        Simulation simulation = new Simulation(seed, rules);
        Optional<RuntimeException> thrown = Optional.empty();
        try {
            simulation.storm(steps);
            simulation.settle();
        } catch (Broken broken) {
            // The findings say what.
        } catch (IllegalStateException | IndexOutOfBoundsException e) {
            thrown = Optional.of(e);
        }
        Optional<Failure> failure = simulation.world.findings.isEmpty() && thrown.isEmpty()
                ? Optional.empty()
                : Optional.of(Failure.of(seed, steps, simulation.world, thrown));
        return new Outcome(simulation.steps, simulation.world.seen.all(), failure);
    }

    private void storm(int most) {
        while (steps < most) {
            if (happens()) {
                check();
            }
        }
    }

    /** One thing happens, or nothing if there was nothing of the kind that chance chose. */
    private boolean happens() {
        Chance chance = world.chance;
        return switch (weather.next(chance)) {
            case TURN -> chance.of(world.partitions).turn();
            case COMMIT -> commit(chance.of(world.partitions));
            case POLL -> anyNode(node -> node.poll(world));
            case PROGRESS -> anyNode(node -> node.progress(world));
            case DELIVERY -> world.deliver();
            case COMMAND -> commander.command();
            case TIME -> clockwork.advance();
            case LOSS_NOTICE -> losses.tell();
            case FAULT -> chaos.strike();
        };
    }

    private boolean anyNode(Predicate<Node> does) {
        List<Node> nodes = world.nodes();
        int from = world.chance.below(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            if (does.test(nodes.get((from + i) % nodes.size()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean commit(Partition partition) {
        boolean dirty = partition.dirty();
        if (dirty) {
            partition.commit();
        }
        return dirty;
    }

    private void settle() {
        Settling settling = new Settling(world, losses, clockwork);
        settling.begin();
        while (settling.goOn()) {
            check();
        }
        world.partitions.forEach(partition -> partition.watch().settled());
        check();
    }

    private void check() {
        steps++;
        world.partitions.forEach(partition -> partition.watch().stands());
        if (!world.findings.isEmpty()) {
            throw new Broken();
        }
    }

    /** Ends a run in which something was found. */
    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Broken() {
            super("findings", null, false, false);
        }
    }
}
