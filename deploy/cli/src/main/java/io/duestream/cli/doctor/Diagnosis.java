package io.duestream.cli.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.doctor.Finding.Severity;
import io.duestream.cli.output.JsonOutput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the checks found, and which of them could not look. Not thread-safe. */
final class Diagnosis {
    private final Map<String, List<Finding>> findings = new LinkedHashMap<>();
    private final Map<String, String> blind = new LinkedHashMap<>();

    void found(Check check, List<Finding> found) {
        findings.put(check.name(), found);
    }

    void couldNotLook(Check check, String why) {
        blind.put(check.name(), why);
    }

    /** Whether anything is worse than a note. */
    boolean sick() {
        return findings.values().stream().flatMap(List::stream).anyMatch(each -> each.severity() != Severity.NOTE);
    }

    boolean blind() {
        return !blind.isEmpty();
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            findings.forEach((check, found) -> found.stream()
                    .filter(each -> each.severity() == severity)
                    .forEach(each -> {
                        lines.add(severity + " " + check + ": " + each.found());
                        lines.add("    expected  " + each.expected());
                        lines.add("    to mend   " + each.mend());
                    }));
        }
        blind.forEach((check, why) -> lines.add("NOT LOOKED AT " + check + ": " + why));
        long count = findings.values().stream().mapToLong(List::size).sum();
        lines.add(findings.size() + " checks, " + count + " findings"
                + (blind.isEmpty() ? "" : ", " + blind.size() + " checks could not look"));
        return lines;
    }

    ObjectNode json() {
        ObjectNode root = JsonOutput.object().put("healthy", !sick() && !blind());
        ArrayNode checks = root.putArray("checks");
        findings.keySet().forEach(checks::add);
        ArrayNode list = root.putArray("findings");
        findings.forEach((check, found) -> found.forEach(each -> list.addObject()
                .put("check", check)
                .put("severity", each.severity().name().toLowerCase(Locale.ROOT))
                .put("found", each.found())
                .put("expected", each.expected())
                .put("mend", each.mend())));
        ArrayNode notLooked = root.putArray("notLookedAt");
        blind.forEach((check, why) -> notLooked.addObject().put("check", check).put("why", why));
        return root;
    }
}
