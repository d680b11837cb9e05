package io.duestream.tracker.core;

import io.duestream.job.JobDefinition;
import io.duestream.job.JobId;
import io.duestream.job.Lineage;
import io.duestream.job.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A live job: the fold of its events.
 *
 * @param id its id
 * @param acceptedAt when
 * @param submissionId as submitted
 * @param lineage the job and fire it repeats
 * @param possibleDuplicate as submitted
 * @param versions the current definition last
 * @param standing whether it goes its way
 * @param fencedBelow no fire opens while one of a lower definition version is open; 0: no fence
 * @param schedule where it stands in its trigger
 * @param attempts attempts handed out; the second half of the last token
 * @param fires open fires, oldest first
 */
public record Job(
        JobId id,
        Instant acceptedAt,
        Optional<String> submissionId,
        Optional<Lineage> lineage,
        boolean possibleDuplicate,
        List<Version> versions,
        Standing standing,
        int fencedBelow,
        Schedule schedule,
        long attempts,
        List<Fire> fires) {
    /** Copies the collections. */
    public Job {
        versions = List.copyOf(versions);
        fires = List.copyOf(fires);
    }

    /** The current definition. */
    public JobDefinition definition() {
        return current().definition().value();
    }

    /** The current definition and its version. */
    public Version current() {
        return versions.get(versions.size() - 1);
    }

    /** The definition that an open fire runs under. */
    public JobDefinition definitionOf(Fire fire) {
        return versionOf(fire).definition().value();
    }

    /** The definition version that an open fire runs under. */
    public Version versionOf(Fire fire) {
        for (Version version : versions) {
            if (version.number() == fire.version()) {
                return version;
            }
        }
        throw new IllegalStateException("fire " + fire.number() + " of job " + id + " runs under version "
                + fire.version() + ", which the job does not hold");
    }

    /** The open fire of that number, if it is open. */
    public Optional<Fire> openFire(long number) {
        for (Fire fire : fires) {
            if (fire.number() == number) {
                return Optional.of(fire);
            }
        }
        return Optional.empty();
    }

    /** The shard of an open fire, if there is one. */
    public Optional<Shard> shard(long fire, int index) {
        return openFire(fire)
                .filter(open -> index >= 0 && index < open.shards().size())
                .map(open -> open.shards().get(index));
    }

    /** Where the job stands. */
    public Phase phase() {
        return Phases.of(this);
    }

    /** When the job acts next by itself: the earliest due time, retry, time limit or repeated doubt. */
    public Optional<Instant> wakeAt() {
        return Wake.of(this);
    }

    /** What waits for room in the group, what goes first at first. */
    public List<ReadyShard> ready() {
        return ReadyShard.of(this);
    }

    Fire fire(long number) {
        return openFire(number)
                .orElseThrow(() -> new IllegalStateException("fire " + number + " of job " + id + " is not open"));
    }

    Job with(Standing changed) {
        return new Job(
                id,
                acceptedAt,
                submissionId,
                lineage,
                possibleDuplicate,
                versions,
                changed,
                fencedBelow,
                schedule,
                attempts,
                fires);
    }

    Job with(Schedule changed) {
        return new Job(
                id,
                acceptedAt,
                submissionId,
                lineage,
                possibleDuplicate,
                versions,
                standing,
                fencedBelow,
                changed,
                attempts,
                fires);
    }

    Job withAttempts(long handedOut) {
        return new Job(
                id,
                acceptedAt,
                submissionId,
                lineage,
                possibleDuplicate,
                versions,
                standing,
                fencedBelow,
                schedule,
                handedOut,
                fires);
    }

    /** The same job with other open fires. */
    public Job withFires(List<Fire> changed) {
        return new Job(
                id,
                acceptedAt,
                submissionId,
                lineage,
                possibleDuplicate,
                versions,
                standing,
                fencedBelow,
                schedule,
                attempts,
                changed);
    }

    Job withFire(Fire changed) {
        List<Fire> next = new ArrayList<>(fires);
        next.replaceAll(fire -> fire.number() == changed.number() ? changed : fire);
        return withFires(next);
    }

    Job withShard(long fire, int shard, UnaryOperator<Shard> change) {
        Fire open = fire(fire);
        return withFire(open.with(change.apply(open.shards().get(shard))));
    }

    Job withoutUnusedVersions() {
        int latest = current().number();
        List<Version> used = versions.stream()
                .filter(version -> version.number() == latest
                        || fires.stream().anyMatch(fire -> fire.version() == version.number()))
                .toList();
        return used.size() == versions.size()
                ? this
                : new Job(
                        id,
                        acceptedAt,
                        submissionId,
                        lineage,
                        possibleDuplicate,
                        used,
                        standing,
                        fencedBelow,
                        schedule,
                        attempts,
                        fires);
    }

    Job withoutSpentFence() {
        return fencedBelow == 0 || fenced()
                ? this
                : new Job(
                        id,
                        acceptedAt,
                        submissionId,
                        lineage,
                        possibleDuplicate,
                        versions,
                        standing,
                        0,
                        schedule,
                        attempts,
                        fires);
    }

    /** Whether a fire of a replaced definition is still open, before which no new one may open. */
    boolean fenced() {
        return fires.stream().anyMatch(fire -> fire.version() < fencedBelow);
    }
}
