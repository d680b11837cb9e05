package io.duestream.tracker.topology;

import io.duestream.codec.RecordCodec;
import io.duestream.record.AuditRecord;
import io.duestream.record.JobCommand;
import io.duestream.record.JobDispatch;
import io.duestream.record.JobFeedback;
import io.duestream.record.NodeControl;
import io.duestream.record.event.JobEvent;
import io.duestream.topic.DeadLetters;
import io.duestream.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.Record;

/** What a task has sent, read back. */
final class SentRecords {
    private static final RecordCodec<AuditRecord> AUDITS = RecordCodec.of(AuditRecord.class);
    private static final RecordCodec<JobDispatch> DISPATCHES = RecordCodec.of(JobDispatch.class);
    private static final RecordCodec<JobCommand> COMMANDS = RecordCodec.of(JobCommand.class);
    private static final RecordCodec<JobFeedback> FEEDBACKS = RecordCodec.of(JobFeedback.class);
    private static final RecordCodec<NodeControl> CONTROLS = RecordCodec.of(NodeControl.class);
    private final Topics topics;
    private final List<Record<byte[], Outgoing>> records = new ArrayList<>();
    private final List<Record<byte[], Outgoing>> underWay = new ArrayList<>();

    SentRecords(Topics topics) {
        this.topics = topics;
    }

    void add(Record<byte[], Outgoing> record) {
        records.add(record);
        underWay.add(record);
    }

    /** Records that have been sent and not been read yet, taken away. */
    List<Record<byte[], Outgoing>> takeUnderWay() {
        List<Record<byte[], Outgoing>> taken = List.copyOf(underWay);
        underWay.clear();
        return taken;
    }

    /** Leaves aside all that was sent so far. */
    void forget() {
        records.clear();
    }

    List<Outgoing> to(String topic) {
        return records.stream()
                .map(Record::value)
                .filter(each -> each.topic().equals(topic))
                .toList();
    }

    List<AuditRecord> audit() {
        return to(topics.audit().name()).stream()
                .map(each -> AUDITS.decode(each.value()))
                .toList();
    }

    List<JobEvent> events() {
        return audit().stream().flatMap(each -> each.events().stream()).toList();
    }

    <T extends JobEvent> List<T> events(Class<T> type) {
        return events().stream().filter(type::isInstance).map(type::cast).toList();
    }

    List<JobDispatch> dispatches(String group) {
        return to(topics.dispatch(group).name()).stream()
                .map(each -> DISPATCHES.decode(each.value()))
                .toList();
    }

    List<Integer> dispatchPartitions(String group) {
        return to(topics.dispatch(group).name()).stream()
                .map(Outgoing::partition)
                .toList();
    }

    List<JobCommand> commands() {
        return to(topics.commands().name()).stream()
                .map(each -> COMMANDS.decode(each.value()))
                .toList();
    }

    List<NodeControl> controls() {
        return to(topics.control().name()).stream()
                .map(each -> CONTROLS.decode(each.value()))
                .toList();
    }

    List<JobFeedback> feedback() {
        return to(topics.feedback().name()).stream()
                .map(each -> FEEDBACKS.decode(each.value()))
                .toList();
    }

    /** The reasons of the dead letters. */
    List<String> deadLetters() {
        return to(topics.deadLetters().name()).stream()
                .map(each -> each.headers().lastHeader(DeadLetters.REASON).value())
                .map(reason -> new String(reason, StandardCharsets.UTF_8))
                .toList();
    }

    int size() {
        return records.size();
    }
}
