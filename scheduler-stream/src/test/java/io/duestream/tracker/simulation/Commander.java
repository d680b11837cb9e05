package io.duestream.tracker.simulation;

import io.duestream.job.Encoded;
import io.duestream.job.JobKey;
import io.duestream.record.command.CancelJob;
import io.duestream.record.command.Command;
import io.duestream.record.command.PauseJob;
import io.duestream.record.command.RescheduleJob;
import io.duestream.record.command.ResumeJob;
import io.duestream.record.command.SubmitJob;
import io.duestream.record.command.TriggerJob;
import io.duestream.record.command.UpdateJob;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Submitters and operators, who ask for anything at any time, and sometimes for the same thing twice. */
final class Commander {
    private static final int REMEMBERED = 8;

    private final World world;
    private final Chance chance;
    private final Definitions definitions;
    private final Deque<Told> submitted = new ArrayDeque<>();
    /** All keys, or those of one group, so that more waits there than finds room. */
    private final List<JobKey> asked;

    private int submissions;

    Commander(World world) {
        this.world = world;
        this.chance = world.chance;
        this.definitions = new Definitions(world.chance);
        String group = chance.of(List.copyOf(world.groups.keySet()));
        boolean all = chance.oneIn(2);
        this.asked = world.keys.stream()
                .filter(key -> all || key.group().equals(group))
                .toList();
    }

    /** Asks for something; true, for there is always something to ask for. */
    boolean command() {
        int die = chance.below(100);
        if (die < 8 && !submitted.isEmpty()) {
            Told again = chance.oneIn(2) ? submitted.getLast() : submitted.getFirst();
            world.command(again.key(), again.command());
            return true;
        }
        JobKey key = chance.of(asked);
        Instant now = world.owner(key).now();
        world.command(key, die < 50 ? submit(key, now) : operate(die, now));
        return true;
    }

    private Command submit(JobKey key, Instant now) {
        submissions++;
        String id = "s" + submissions;
        SubmitJob submit = new SubmitJob(
                chance.oneIn(3) ? Optional.empty() : Optional.of(id),
                chance.oneIn(10),
                Optional.empty(),
                Encoded.of(definitions.any(now)));
        submitted.addLast(new Told(key, submit));
        if (submitted.size() > REMEMBERED) {
            submitted.removeFirst();
        }
        return submit;
    }

    private Command operate(int die, Instant now) {
        if (die < 58) {
            return new CancelJob(false, "");
        } else if (die < 63) {
            return new CancelJob(true, "");
        } else if (die < 71) {
            return new PauseJob("");
        } else if (die < 84) {
            return new ResumeJob("");
        } else if (die < 92) {
            return new TriggerJob("");
        } else if (die < 96) {
            return new UpdateJob(Encoded.of(definitions.any(now)));
        }
        return new RescheduleJob(definitions.trigger(now));
    }
}
