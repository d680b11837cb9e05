package io.duestream.tracker.core;

import static io.duestream.tracker.core.Scenario.everyMinute;

import io.duestream.job.FirePolicy;
import io.duestream.job.MisfirePolicy;
import io.duestream.job.OverlapPolicy;
import io.duestream.job.Phase;
import io.duestream.job.Result;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.FiresSkipped;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.ShardReadied;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tables of what the core does, found out by letting it. */
final class RuleTables {
    private RuleTables() {}

    /** Phase by input, phases with the same reactions side by side in one column. */
    static String reactions() {
        Map<List<Reaction>, List<Phase>> columns = new LinkedHashMap<>();
        for (Phase phase : Phase.values()) {
            List<Reaction> reactions = new ArrayList<>();
            for (InputKind kind : InputKind.values()) {
                reactions.add(LifeCycle.reaction(phase, kind));
            }
            columns.computeIfAbsent(reactions, each -> new ArrayList<>()).add(phase);
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(new ArrayList<>(List.of("input")));
        columns.values().forEach(phases -> rows.get(0).add(codes(phases)));
        for (InputKind kind : InputKind.values()) {
            List<String> row = new ArrayList<>(List.of("`" + kind + "`"));
            columns.keySet().forEach(each -> row.add(each.get(kind.ordinal()).sentence()));
            rows.add(row);
        }
        return table(rows);
    }

    private static String codes(List<?> values) {
        return values.stream().map(value -> "`" + value + "`").collect(Collectors.joining(", "));
    }

    /** Overlap policy by the state of the open fire. */
    static String overlap() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("policy", "waits for room", "dispatched or running", "retry pending, due later"));
        for (OverlapPolicy policy : OverlapPolicy.values()) {
            Scenario waiting = open(policy);
            Scenario running = open(policy).run();
            Scenario backingOff = open(policy).run().at("00:01:45").finished(1, Result.LATER);
            rows.add(List.of("`" + policy + "`", atNextDue(waiting), atNextDue(running), atNextDue(backingOff)));
        }
        return table(rows);
    }

    private static Scenario open(OverlapPolicy policy) {
        return Scenario.of(everyMinute().overlap(policy)).at("00:01:00").due();
    }

    private static String atNextDue(Scenario job) {
        List<JobEvent> events = job.at("00:02:00").due().events();
        if (events.isEmpty()) {
            return "the due time passes and is coalesced when the open fire ends";
        }
        return events.stream()
                .map(RuleTables::deed)
                .filter(deed -> !deed.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private static String deed(JobEvent event) {
        if (event instanceof FireOpened opened) {
            return opened.held() ? "the new fire is held until the open one ends" : "the new fire opens";
        } else if (event instanceof FiresSkipped skipped) {
            return "the due time is skipped (`" + skipped.reason() + "`)";
        } else if (event instanceof FireEnded ended) {
            return "the open fire ends `" + ended.end() + "`";
        } else if (event instanceof ShardReadied) {
            return "the retry goes";
        }
        return "";
    }

    /** What each misfire policy makes of ten due times of which nine are too late. */
    static String misfire() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("policy", "meaning", "what happens"));
        for (MisfirePolicy policy : MisfirePolicy.values()) {
            FirePolicy firing = new FirePolicy(OverlapPolicy.ALLOW, policy, Duration.ofMinutes(5), 3);
            List<String> story = Scenario.of(everyMinute().firing(firing))
                    .at("00:10:30")
                    .due()
                    .story();
            rows.add(List.of("`" + policy + "`", meaning(policy), String.join("; ", story)));
        }
        return table(rows);
    }

    private static String meaning(MisfirePolicy policy) {
        return switch (policy) {
            case FIRE_ONCE -> "all missed fires become one, at once";
            case SKIP -> "missed fires are skipped";
            case CATCH_UP -> "missed fires run in order, within the window and up to the cap";
        };
    }

    static String table(List<List<String>> rows) {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            text.append("| ").append(String.join(" | ", row)).append(" |\n");
            if (row == rows.get(0)) {
                text.append("|").append(" --- |".repeat(row.size())).append('\n');
            }
        }
        return text.toString().stripTrailing();
    }
}
