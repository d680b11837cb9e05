package io.duestream.cli.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The clocks of nodes, brokers and this machine. */
final class Clocks implements Check {
    /** Half of what the network and a pause of the node may take is not noticed. */
    private static final Duration APART = Duration.ofSeconds(2);

    private static final Duration RECENT = Duration.ofMinutes(2);

    @Override
    public String name() {
        return "clocks";
    }

    @Override
    public String looksFor() {
        return "Nodes whose clock differs from the brokers' by more than 2 s, as their reports of the last two minutes show,"
                + " and brokers whose clock is ahead of this machine's.";
    }

    @Override
    public List<Finding> look(Examination examination) {
        return judge(examination.reports(), examination.limits().clock().instant());
    }

    static List<Finding> judge(List<SeenReport> reports, Instant now) {
        Optional<Instant> last = reports.stream().map(SeenReport::appendedAt).max(Instant::compareTo);
        if (last.isEmpty()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        Duration ahead = Duration.between(now, last.get());
        if (ahead.compareTo(APART) > 0) {
            findings.add(Finding.warning(
                    "a broker stamps records " + ahead.toMillis() / 1000.0 + " s in the future of this machine",
                    "clocks within " + APART.toSeconds() + " s",
                    "synchronise the clocks of the brokers and of this machine, with NTP"));
        }
        Map<String, Duration> least = new HashMap<>();
        for (SeenReport seen : reports) {
            if (!seen.appendedAt().isBefore(last.get().minus(RECENT))) {
                // A report may be late on its way; that none of them is near cannot be the way.
                least.merge(
                        seen.report().role() + " " + seen.report().node(),
                        Duration.between(seen.report().at(), seen.appendedAt()),
                        (one, other) -> one.abs().compareTo(other.abs()) <= 0 ? one : other);
            }
        }
        new TreeMap<>(least).forEach((node, behind) -> {
            if (behind.abs().compareTo(APART) > 0) {
                findings.add(Finding.warning(
                        "the clock of " + node + " is " + behind.abs().toMillis() / 1000.0 + " s "
                                + (behind.isNegative() ? "ahead of" : "behind") + " the brokers'",
                        "clocks within " + APART.toSeconds()
                                + " s: jobs fire by the tracker's clock, runs are timed by the executor's",
                        "synchronise the clock of that machine, with NTP"));
            }
        });
        return findings;
    }
}
