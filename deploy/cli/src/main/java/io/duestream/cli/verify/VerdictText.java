package io.duestream.cli.verify;

import io.duestream.audit.log.LogTopic;
import io.duestream.audit.verify.CheckResult;
import io.duestream.audit.verify.Verdict;
import io.duestream.audit.verify.Violation;
import io.duestream.cli.output.TextTable;
import java.util.ArrayList;
import java.util.List;

/** A verdict for a person. */
final class VerdictText {
    private VerdictText() {}

    static List<String> lines(Verdict verdict) {
        List<String> lines = new ArrayList<>();
        lines.add(read(verdict));
        lines.add(verdict.completeFrom()
                .map(from -> "The audit topic is complete from " + from + " on.")
                .orElse("The audit topic is complete from its beginning."));
        if (verdict.unknown() > 0) {
            lines.add(verdict.unknown() + " jobs were accepted before that and not written whole since;"
                    + " most of what they did cannot be checked.");
        }
        if (verdict.waiting() > 0) {
            lines.add(verdict.waiting() + " commands and reports wait for their answers at the end"
                    + " (--settled counts them as lost).");
        }
        verdict.unreadable().forEach(each -> lines.add("not readable: " + each));
        lines.add("");
        TextTable table = TextTable.of("CHECK", "MADE", "NOT CHECKABLE", "VIOLATIONS", "WHAT HOLDS");
        for (CheckResult check : verdict.checks()) {
            table.row(
                    check.name(),
                    String.format("%,d", check.checked()),
                    check.notCheckable() == 0 ? "" : String.format("%,d", check.notCheckable()),
                    check.violations() == 0 ? "" : String.format("%,d", check.violations()),
                    check.sentence());
        }
        lines.addAll(table.lines());
        lines.add("");
        verdict.violations().forEach(each -> lines.add(line(each)));
        lines.add(conclusion(verdict));
        return lines;
    }

    private static String read(Verdict verdict) {
        long all =
                verdict.records().values().stream().mapToLong(Long::longValue).sum();
        return String.format(
                "%,d records read, %,d of them decisions; %,d jobs, %,d of them alive; %,d fires.",
                all,
                verdict.records().getOrDefault(LogTopic.AUDIT, 0L),
                verdict.jobs(),
                verdict.alive(),
                verdict.fires());
    }

    private static String line(Violation violation) {
        return violation.check() + ": " + violation.place()
                + violation.job().map(job -> " (" + job + ")").orElse("") + ": " + violation.words();
    }

    private static String conclusion(Verdict verdict) {
        long count = verdict.violationCount();
        if (count == 0) {
            return "OK: no violation.";
        }
        int listed = verdict.violations().size();
        return String.format(
                "NOT OK: %,d violation%s%s.",
                count, count == 1 ? "" : "s", listed < count ? ", the first of each check listed" : "");
    }
}
