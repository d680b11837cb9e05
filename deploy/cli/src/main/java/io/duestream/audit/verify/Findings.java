package io.duestream.audit.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tallies of all checks, and the violations they found: the first of each check, so that a broken log fits in memory. */
final class Findings {
    private final int mostOfEach;
    private final List<Tally> tallies = new ArrayList<>();
    private final List<Violation> violations = new ArrayList<>();
    private final Map<String, Integer> kept = new HashMap<>();

    Findings(int mostOfEach) {
        this.mostOfEach = mostOfEach;
    }

    /** The tally of a check that begins. */
    Tally open(String name, String sentence) {
        Tally tally = new Tally(name, sentence, this::keep);
        tallies.add(tally);
        return tally;
    }

    private void keep(Violation violation) {
        if (kept.merge(violation.check(), 1, Integer::sum) <= mostOfEach) {
            violations.add(violation);
        }
    }

    List<CheckResult> results() {
        return tallies.stream().map(Tally::result).toList();
    }

    List<Violation> violations() {
        return List.copyOf(violations);
    }
}
