package io.duestream.cli.doctor;

import io.duestream.cli.failstore.StoreContents;
import io.duestream.record.NodeReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Fail stores that do not empty, though the brokers are there. */
final class FailStores implements Check {
    private static final Duration RECENT = Duration.ofSeconds(60);
    private static final Duration SOME = Duration.ofSeconds(10);

    @Override
    public String name() {
        return "fail-stores";
    }

    @Override
    public String looksFor() {
        return "Nodes whose reports of the last minute tell of a fail store that holds records all the time and does not get"
                + " smaller; and, in the directory that `--fail-store` or `fail.store.dir` names, stores with records that"
                + " no process sends, quarantined records, and stores that were found corrupt.";
    }

    @Override
    public List<Finding> look(Examination examination) {
        List<Finding> findings = new ArrayList<>(
                judge(examination.reports(), examination.limits().clock().instant()));
        examination.limits().failStores().filter(Files::isDirectory).ifPresent(directory -> {
            String flag = " --dir " + directory;
            for (StoreContents each : StoreContents.of(examination.configuration(), directory)) {
                judge(each, flag, findings);
            }
            corrupt(examination, directory, findings);
        });
        return findings;
    }

    private static void judge(StoreContents store, String flag, List<Finding> findings) {
        if (store.records() > 0) {
            findings.add(Finding.warning(
                    "the fail store " + store.name() + " holds " + store.records() + " records and no process has it",
                    "an empty one, or a process that sends what is in it",
                    "duestream fail-store drain" + flag));
        }
        if (store.quarantined() > 0) {
            findings.add(Finding.warning(
                    "the fail store " + store.name() + " has " + store.quarantined() + " records in quarantine",
                    "none: the brokers refused them, and their jobs wait",
                    "duestream fail-store quarantine" + flag));
        }
    }

    private static void corrupt(Examination examination, Path directory, List<Finding> findings) {
        for (Path each : StoreContents.corrupt(examination.configuration(), directory)) {
            findings.add(Finding.warning(
                    "the fail store " + each + " was found corrupt and set aside",
                    "none; what was in it was not sent",
                    "look what it held, then remove it"));
        }
    }

    static List<Finding> judge(List<SeenReport> reports, Instant now) {
        Map<String, List<SeenReport>> byNode = new TreeMap<>();
        Optional<Instant> last = reports.stream().map(SeenReport::appendedAt).max(Instant::compareTo);
        for (SeenReport each : reports) {
            if (!each.appendedAt().isBefore(last.orElse(now).minus(RECENT))) {
                byNode.computeIfAbsent(each.report().node(), node -> new ArrayList<>())
                        .add(each);
            }
        }
        List<Finding> findings = new ArrayList<>();
        byNode.forEach((node, seen) -> {
            NodeReport first = seen.get(0).report();
            NodeReport latest = seen.get(seen.size() - 1).report();
            boolean longEnough =
                    !Duration.between(first.at(), latest.at()).minus(SOME).isNegative();
            boolean always = seen.stream().allMatch(each -> each.report().storedRecords() > 0);
            if (longEnough && always && latest.storedRecords() >= first.storedRecords()) {
                findings.add(Finding.warning(
                        first.role() + " " + node + " has held " + latest.storedRecords()
                                + " records in its fail store for "
                                + Duration.between(first.at(), latest.at()).toSeconds() + " s",
                        "a store that empties while the brokers are there",
                        "see what it logs; a lack of permission or of a topic makes records wait"));
            }
        });
        return findings;
    }
}
