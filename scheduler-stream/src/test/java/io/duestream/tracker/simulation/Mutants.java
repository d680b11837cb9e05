package io.duestream.tracker.simulation;

import io.duestream.record.event.FireEnded;
import io.duestream.record.event.FiresSkipped;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.ReadyShard;
import io.duestream.tracker.core.StoredJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Mistakes that somebody could make, at least one for each invariant. */
final class Mutants {
    private Mutants() {}

    static List<Mutant> all() {
        List<Mutant> all = new ArrayList<>(decisions());
        all.addAll(statements());
        all.addAll(surroundings());
        return all;
    }

    private static List<Mutant> decisions() {
        return List.of(
                Mutant.deciding(
                        "fires a millisecond early",
                        NeverEarly.class,
                        (sound, key, before, input, now) -> sound.decide(key, before, input, now.plusMillis(1))),
                Mutant.deciding(
                        "accepts a lower generation",
                        StaleChangesNothing.class,
                        (sound, key, before, input, now) -> sound.decide(
                                key, before, Mistakes.changed(before, input, Mistakes::withHeldGeneration), now)),
                Mutant.deciding(
                        "compares neither job id nor token",
                        StaleChangesNothing.class,
                        (sound, key, before, input, now) -> sound.decide(
                                key, before, Mistakes.changed(before, input, Mistakes::withHeldToken), now)),
                Mutant.deciding(
                        "begins tokens anew with each job of a key",
                        AtMostOneLiveLease.class,
                        (sound, key, before, input, now) -> Mistakes.rewritten(
                                before, sound.decide(key, before, input, now), Mistakes::withoutAccepted)),
                Mutant.deciding("never gives a shard up", AttemptsBounded.class, Mistakes::forgetRetries),
                Mutant.deciding("hands out again what kills its nodes", AttemptsBounded.class, Mistakes::forgetLost),
                Mutant.deciding(
                        "lets nodes take a run over without end", AttemptsBounded.class, Mistakes::forgetTakenOver),
                Mutant.deciding(
                        "blames all that ran on a lost node", NobodyPaysForOthers.class, Mistakes::blameEverybody),
                Mutant.deciding("forgets what it doubted", NoBusyWake.class, Mistakes::forgetDoubt),
                Mutant.deciding(
                        "never ends the attempts of a lost node",
                        NothingAcceptedIsLost.class,
                        Mistakes::ignoreLostNodes),
                Mutant.deciding("lets fires overlap", FiresDoNotOverlap.class, Mistakes::forgetOverlap),
                Mutant.deciding(
                        "does not wait for a replaced fire", NothingStartsAgainstOrders.class, Mistakes::forgetFence),
                Mutant.deciding("ends an attempt straight from a timer", EndsHaveCauses.class, Mistakes::endFromTimer),
                Mutant.deciding(
                        "tries again too early",
                        LimitsCountFromTheirBeginning.class,
                        (sound, key, before, input, now) ->
                                Mistakes.rewritten(before, sound.decide(key, before, input, now), Mistakes::retryNow)),
                Mutant.deciding("changes state beside its events", EventsFoldToState.class, Mistakes::countOneMore));
    }

    private static List<Mutant> statements() {
        return List.of(
                Mutant.stating(
                        "forgets the terminal event",
                        OneTerminalEventPerFire.class,
                        events -> Mistakes.without(events, FireEnded.class)),
                Mutant.stating("ends a fire twice", OneTerminalEventPerFire.class, Mistakes::twice),
                Mutant.stating(
                        "skips in silence",
                        NothingSkippedInSilence.class,
                        events -> Mistakes.without(events, FiresSkipped.class)),
                Mutant.stating("counts one skip too few", NothingSkippedInSilence.class, Mistakes::oneSkipLess));
    }

    private static List<Mutant> surroundings() {
        return List.of(
                new Mutant("begins others beside what runs alone", NobodyPaysForOthers.class, new Mutant.Sound() {
                    @Override
                    public boolean heedsAlone() {
                        return false;
                    }
                }),
                new Mutant("ignores priority", OrderAmongWaiting.class, new Mutant.Sound() {
                    @Override
                    public Comparator<Waiting> order() {
                        return Comparator.comparing((Waiting row) -> row.shard().dueAt())
                                .thenComparingLong(row -> row.shard().accepted());
                    }
                }),
                new Mutant("wakes a millisecond late", TimerMatchesJob.class, new Mutant.Sound() {
                    @Override
                    public Optional<Instant> timer(Job job) {
                        return job.wakeAt().map(at -> at.plusMillis(1));
                    }
                }),
                new Mutant("leaves held fires in the queue", IndexesMatchJobs.class, new Mutant.Sound() {
                    @Override
                    public List<ReadyShard> ready(Job job) {
                        return Mistakes.waiting(job);
                    }
                }),
                new Mutant("hands out one attempt too many", RoomIsRespected.class, new Mutant.Sound() {
                    @Override
                    public int limit(int limit) {
                        return limit + 1;
                    }
                }),
                new Mutant("forgets to store which attempt is out", StoreGivesBackWhatItGot.class, new Mutant.Sound() {
                    @Override
                    public StoredJob stored(StoredJob row) {
                        Job job = Mistakes.withoutAttempts(row.job());
                        return new StoredJob(row.sequence(), row.wakeAt(), row.carriedAt(), job);
                    }
                }),
                new Mutant("leaves a number out", SequenceWithoutGap.class, new Mutant.Sound() {
                    @Override
                    public long sequence(long last) {
                        return last == 7 ? 9 : last + 1;
                    }
                }),
                new Mutant("commits the timer but not the dispatch", CommitsAreWhole.class, new Mutant.Sound() {
                    @Override
                    public List<Dispatched> committed(List<Dispatched> dispatches) {
                        return dispatches.size() < 2 ? dispatches : dispatches.subList(1, dispatches.size());
                    }
                }),
                new Mutant("dispatches outside the transaction", CommitsAreWhole.class, new Mutant.Sound() {
                    @Override
                    public List<Dispatched> crashed(List<Dispatched> dispatches) {
                        return dispatches;
                    }
                }));
    }
}
