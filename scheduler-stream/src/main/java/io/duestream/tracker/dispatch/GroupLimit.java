package io.duestream.tracker.dispatch;

import io.duestream.job.GroupRules;
import io.duestream.job.GroupSettings;
import io.duestream.job.SettingsInForce;
import io.duestream.record.command.Released;
import io.duestream.record.event.AdmissionChange;
import io.duestream.record.event.LimitView;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A group as its owner sees it: who asks to run, who may, and whether one more may. A claim is held from its admission
 * until its partition says that its attempt has ended; both are told exactly once, so admissions need no expiry. What
 * belongs to an earlier limit says nothing about this one.
 */
public final class GroupLimit {
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(10);

    private final String group;
    private final int partitions;
    private final LimitRows rows;
    private final InFlightLimit inFlight = new InFlightLimit(1);
    private final PerSecond admitted = new PerSecond();
    private final TreeSet<AdmissionRequest> queue = new TreeSet<>();
    private final Map<Claim, AdmissionRequest> asked = new HashMap<>();
    private final Map<Claim, Admission> admissions = new HashMap<>();
    private final Set<Integer> counted = new HashSet<>();
    private LimitState state;
    private int unused;

    /**
     * The group as the rows tell it.
     *
     * @param partitions partitions of {@code commands}
     */
    public GroupLimit(String group, int partitions, LimitRows rows) {
        this.group = group;
        this.partitions = partitions;
        this.rows = rows;
        SettingsInForce none = new SettingsInForce(-1, Optional.empty(), GroupRules.DEFAULTS, "", "");
        this.state = rows.state(group).orElse(new LimitState(none, 0, 0, Instant.EPOCH));
        admissions.putAll(rows.admissions(group));
        counted.addAll(rows.counted(group));
        rows.requests(group).forEach(this::enqueue);
        unused = (int) admissions.values().stream().filter(each -> !each.used()).count();
    }

    /** The settings as decided. */
    public SettingsInForce inForce() {
        return state.inForce();
    }

    /** Whether anything was ever set. */
    public boolean known() {
        return state.inForce().version() >= 0;
    }

    /**
     * Decides new settings. A limit that begins starts from nothing, one that ends forgets everything: its partitions know
     * what waits and what is out.
     *
     * @param version offset of the command
     * @param by who asks for it
     * @param reason why
     */
    public SettingsInForce change(long version, GroupSettings settings, String by, String reason, Instant now) {
        Optional<Long> before = state.inForce().limitedSince();
        Optional<Long> since = GroupRules.limited(settings) ? before.or(() -> Optional.of(version)) : Optional.empty();
        if (!since.equals(before)) {
            forget();
            state = new LimitState(state.inForce(), 0, 0, now);
        }
        state = state.with(new SettingsInForce(version, since, settings, by, reason));
        rows.keep(group, state);
        return state.inForce();
    }

    private void forget() {
        queue.forEach(each -> rows.answer(group, each));
        admissions.keySet().forEach(each -> rows.end(group, each));
        counted.forEach(each -> rows.uncount(group, each));
        queue.clear();
        asked.clear();
        admissions.clear();
        counted.clear();
        unused = 0;
    }

    /** Whether a record belongs to the limit that holds. */
    public boolean current(long limitedSince) {
        return state.inForce()
                .limitedSince()
                .filter(since -> since == limitedSince)
                .isPresent();
    }

    /** A partition has told how many attempts it had out when the limit began. */
    public void counted(int partition, long open) {
        if (counted.add(partition)) {
            rows.count(group, partition);
            inherit(open);
        }
    }

    private void inherit(long more) {
        state = state.withInherited(Math.max(0, state.inherited() + more));
        rows.keep(group, state);
    }

    /** A shard asks to run. */
    public void requested(AdmissionRequest request) {
        if (!asked.containsKey(request.claim()) && !admissions.containsKey(request.claim())) {
            rows.request(group, request);
            enqueue(request);
        }
    }

    private void enqueue(AdmissionRequest request) {
        queue.add(request);
        asked.put(request.claim(), request);
    }

    /**
     * An admitted shard was dispatched.
     *
     * @param number its request
     */
    public void used(Claim claim, long number, Instant now) {
        Admission unusedYet = new Admission(number, false);
        if (unusedYet.equals(admissions.get(claim))) {
            lessUnused(now);
            keep(claim, new Admission(number, true));
        }
    }

    /** Credit is filled first: what could not be gained while that admission lay unused is not gained afterwards. */
    private void lessUnused(Instant now) {
        state.inForce().settings().ratePerSecond().ifPresent(rate -> {
            state = Credit.filled(state, rate, unused, now);
            rows.keep(group, state);
        });
        unused--;
    }

    private void keep(Claim claim, Admission admission) {
        admissions.put(claim, admission);
        rows.admit(group, claim, admission);
    }

    /**
     * A claim is given up: its attempt has ended, or its shard needs to run no more.
     *
     * @param number the request that is withdrawn; {@link Released#END} for an attempt that has ended
     * @return what that changes; nothing where another request stands now
     */
    public AdmissionChange released(Claim claim, long number, Instant now) {
        if (number == Released.END) {
            ended(claim, now);
            return AdmissionChange.RELEASED;
        }
        return withdrawn(claim, number) ? AdmissionChange.WITHDRAWN : AdmissionChange.OUTDATED;
    }

    private void ended(Claim claim, Instant now) {
        inFlight.ended();
        Admission admission = admissions.remove(claim);
        if (admission == null) {
            inherit(-1);
            return;
        }
        rows.end(group, claim);
        if (!admission.used()) {
            lessUnused(now);
        }
    }

    private boolean withdrawn(Claim claim, long number) {
        AdmissionRequest waiting = asked.get(claim);
        if (waiting != null && waiting.number() == number) {
            asked.remove(claim);
            queue.remove(waiting);
            rows.answer(group, waiting);
            return true;
        }
        boolean unusedYet = new Admission(number, false).equals(admissions.get(claim));
        if (unusedYet) {
            // Nothing ran for it, so somebody else may.
            admissions.remove(claim);
            rows.end(group, claim);
            unused--;
            state = state.withCredit(state.credit() + Credit.ONE, state.refilledAt());
            rows.keep(group, state);
        }
        return unusedYet;
    }

    /**
     * Admits the next request, if one may be.
     *
     * @param threads worker threads of the whole group, 0 if unknown
     */
    public Optional<AdmissionRequest> admit(Instant now, int threads) {
        if (queue.isEmpty() || !mayAdmit(now, threads)) {
            return Optional.empty();
        }
        Optional<Integer> rate = state.inForce().settings().ratePerSecond();
        if (rate.isPresent()) {
            state = Credit.filled(state, rate.get(), unused, now);
            if (state.credit() < Credit.ONE) {
                return Optional.empty();
            }
            state = state.withCredit(state.credit() - Credit.ONE, now);
            rows.keep(group, state);
        }
        AdmissionRequest first = queue.pollFirst();
        asked.remove(first.claim());
        rows.answer(group, first);
        keep(first.claim(), new Admission(first.number(), false));
        unused++;
        admitted.add(now);
        return Optional.of(first);
    }

    private boolean mayAdmit(Instant now, int threads) {
        SettingsInForce inForce = state.inForce();
        return inForce.limitedSince().isPresent()
                && !inForce.settings().paused()
                && counted.size() >= partitions
                && open() < most(now, threads);
    }

    private long most(Instant now, int threads) {
        GroupSettings settings = state.inForce().settings();
        long concurrency = settings.concurrency().map(Integer::longValue).orElse(Long.MAX_VALUE);
        if (threads == 0 && settings.concurrency().isPresent()) {
            // Nobody says how many can run at once but whoever set the limit.
            return concurrency;
        }
        return Math.min(concurrency, inFlight.at(now, threads, Bounds.of(settings)));
    }

    /** When the next one may be admitted, if that only takes time. */
    public Optional<Instant> nextAt(Instant now, int threads) {
        Optional<Integer> rate = state.inForce().settings().ratePerSecond();
        if (queue.isEmpty() || rate.isEmpty() || unused >= rate.get() || !mayAdmit(now, threads)) {
            return Optional.empty();
        }
        Duration wait = Credit.untilOne(Credit.filled(state, rate.get(), unused, now), rate.get());
        return Optional.of(now.plus(wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait));
    }

    /** Attempts of the whole group that are out, or may go out. */
    public long open() {
        return admissions.size() + state.inherited();
    }

    /** Requests that wait. */
    public int queued() {
        return queue.size();
    }

    /** What an operator may want to know; empty if the group is not limited. */
    public Optional<LimitView> view(Instant now) {
        return state.inForce()
                .limitedSince()
                .map(since -> new LimitView(queued(), open(), counted.size(), admitted.lastSecond(now)));
    }
}
