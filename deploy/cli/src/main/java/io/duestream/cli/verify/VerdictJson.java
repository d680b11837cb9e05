package io.duestream.cli.verify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.audit.log.LogTopic;
import io.duestream.audit.verify.CheckResult;
import io.duestream.audit.verify.Verdict;
import io.duestream.audit.verify.Violation;
import io.duestream.cli.output.JsonOutput;
import java.util.Locale;

/** A verdict for a program. */
final class VerdictJson {
    private VerdictJson() {}

    static ObjectNode of(Verdict verdict) {
        ObjectNode node = JsonOutput.object();
        node.put("ok", verdict.proven());
        verdict.completeFrom()
                .ifPresentOrElse(
                        from -> node.put("complete_from", from.toString()), () -> node.putNull("complete_from"));
        verdict.end().ifPresent(end -> node.put("end", end.toString()));
        ObjectNode records = node.putObject("records");
        for (LogTopic topic : LogTopic.values()) {
            records.put(topic.name().toLowerCase(Locale.ROOT), verdict.records().getOrDefault(topic, 0L));
        }
        node.put("jobs", verdict.jobs());
        node.put("jobs_alive", verdict.alive());
        node.put("jobs_unknown", verdict.unknown());
        node.put("fires", verdict.fires());
        node.put("waiting", verdict.waiting());
        ArrayNode unreadable = node.putArray("unreadable");
        verdict.unreadable().forEach(unreadable::add);
        ObjectNode checks = node.putObject("checks");
        for (CheckResult check : verdict.checks()) {
            checks.putObject(check.name())
                    .put("holds", check.sentence())
                    .put("checked", check.checked())
                    .put("not_checkable", check.notCheckable())
                    .put("violations", check.violations());
        }
        ArrayNode violations = node.putArray("violations");
        verdict.violations().forEach(each -> violations.add(violation(each)));
        return node;
    }

    private static ObjectNode violation(Violation violation) {
        ObjectNode node = JsonOutput.object();
        node.put("check", violation.check());
        node.put("topic", violation.place().partition().topic());
        node.put("partition", violation.place().partition().partition());
        node.put("offset", violation.place().offset());
        violation.job().ifPresent(job -> node.put("job", job.toString()));
        node.put("words", violation.words());
        return node;
    }
}
