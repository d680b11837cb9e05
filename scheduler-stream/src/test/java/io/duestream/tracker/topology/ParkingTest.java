package io.duestream.tracker.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.codec.RecordCodec;
import io.duestream.job.Encoded;
import io.duestream.job.JobDefinition;
import io.duestream.job.Position;
import io.duestream.record.InputTopic;
import io.duestream.record.JobCommand;
import io.duestream.record.RecordInput;
import io.duestream.record.command.SubmitJob;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.RecordForwarded;
import io.duestream.tracker.store.ParkedStore;
import io.duestream.tracker.store.ParkedStore.Parked;
import io.duestream.tracker.store.StateStores;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A record that a newer node wrote is not garbage: it waits until it can be read. */
class ParkingTest {
    private static final RecordCodec<JobCommand> COMMANDS = RecordCodec.of(JobCommand.class);

    private TaskUnderTest task;

    @BeforeEach
    void start() {
        task = new TaskUnderTest().started();
    }

    @AfterEach
    void stop() {
        task.close();
    }

    @Test
    void a_record_of_an_unknown_schema_is_parked_as_it_is() {
        byte[] value = ofNewerNode();
        long offset = task.read(task.topics.commands().name(), new byte[] {7}, value);

        assertThat(task.sent.size()).isZero();
        Parked parked = parked().after(null, 10).get(0);
        assertThat(parked.topic()).isEqualTo(task.topics.commands().name());
        assertThat(parked.offset()).isEqualTo(offset);
        assertThat(parked.key()).containsExactly(7);
        assertThat(parked.value()).isEqualTo(value);
    }

    @Test
    void it_stays_parked_over_restarts_while_nobody_can_read_it() {
        task.readCommand(ofNewerNode());
        task.readFeedback(ofNewerNode());
        task.restarted();
        task.advance(Duration.ofMinutes(1));

        assertThat(Rows.in(task, StateStores.PARKED)).hasSize(2);
        assertThat(task.sent.commands()).isEmpty();
        assertThat(task.sent.deadLetters()).isEmpty();
    }

    @Test
    void after_an_upgrade_it_is_taken_up_and_answered_like_any_other() {
        task.readCommand(ofNewerNode());
        parked().add(new Parked(task.topics.commands().name(), 77, null, submission("mail/a")));
        task.revoked();
        task.assigned().comeBack();
        task.advance(Duration.ofMillis(5));

        assertThat(task.sent.events(JobAccepted.class)).hasSize(1);
        assertThat(task.sent.dispatches("mail")).hasSize(1);
        assertThat(Rows.in(task, StateStores.PARKED)).hasSize(1);
    }

    @Test
    void what_is_taken_up_is_answered_at_its_first_place_and_says_where_it_came_from() {
        parked().add(new Parked(task.topics.commands().name(), 77, null, submission("mail/a")));
        task.revoked();
        task.assigned().comeBack();
        task.advance(Duration.ofMillis(5));

        assertThat(task.sent.audit())
                .filteredOn(each -> each.input().equals(new RecordInput(InputTopic.COMMANDS, task.partition, 77)))
                .singleElement()
                .satisfies(each -> assertThat(each.events()).containsExactly(new RecordForwarded(task.partition)));
        assertThat(task.sent.audit())
                .filteredOn(each -> each.events().stream().anyMatch(JobAccepted.class::isInstance))
                .singleElement()
                .satisfies(each -> assertThat(each.forwardedFrom()).contains(new Position(task.partition, 77)));
    }

    @Test
    void what_can_be_read_and_not_be_used_is_a_dead_letter_of_its_first_place() {
        byte[] garbage = Arrays.copyOf(submission("mail/a"), 30);
        parked().add(new Parked(task.topics.commands().name(), 77, null, garbage));
        task.revoked();
        task.assigned().comeBack();

        assertThat(task.sent.deadLetters()).singleElement().asString().contains("ends within a value");
        assertThat(Rows.in(task, StateStores.PARKED)).isEmpty();
    }

    @Test
    void many_are_taken_up_in_steps() {
        IntStream.range(0, 250)
                .forEach(i ->
                        parked().add(new Parked(task.topics.commands().name(), i, null, submission("mail/a" + i))));
        task.revoked();
        task.assigned();
        assertThat(Rows.in(task, StateStores.PARKED)).hasSize(150);
        task.advance(Duration.ofMillis(5));
        assertThat(Rows.in(task, StateStores.PARKED)).isEmpty();

        task.comeBack();
        assertThat(task.sent.events(JobAccepted.class)).hasSize(250);
    }

    @Test
    void when_as_many_are_parked_as_may_be_the_next_is_a_dead_letter() {
        IntStream.range(0, Parking.MOST_RECORDS)
                .forEach(i -> parked().add(new Parked(task.topics.commands().name(), i, null, ofNewerNode())));
        task.restarted();
        task.readCommand(ofNewerNode());

        assertThat(task.sent.deadLetters())
                .singleElement()
                .asString()
                .contains("unknown schema")
                .endsWith("as many records are parked as may be");
        assertThat(Rows.in(task, StateStores.PARKED)).hasSize(Parking.MOST_RECORDS);
    }

    @Test
    void their_bytes_are_bounded_too() {
        byte[] large = Arrays.copyOf(ofNewerNode(), 3_000_000);
        for (int i = 0; i < Parking.MOST_BYTES / large.length + 1; i++) {
            task.readCommand(large);
        }

        assertThat(task.sent.deadLetters()).hasSize(1);
    }

    @Test
    void another_record_of_the_contract_is_no_newer_one() {
        JobCommand command = COMMANDS.decode(submission("mail/a"));
        task.readFeedback(COMMANDS.encode(command));

        assertThat(task.sent.deadLetters()).containsExactly("it is a JobCommand; a JobFeedback was expected here");
        assertThat(Rows.in(task, StateStores.PARKED)).isEmpty();
    }

    @Test
    void a_command_to_a_job_that_a_newer_node_wrote_waits_as_well() {
        task.submit("mail/a", JobDefinition.builder().at(task.now.plusSeconds(60)));
        KeyValueStore<Bytes, byte[]> jobs = task.store(StateStores.JOBS);
        Bytes key = Bytes.wrap("mail/a".getBytes(StandardCharsets.UTF_8));
        byte[] row = jobs.get(key);
        jobs.put(key, withUnknownSchema(row));
        task.restarted();
        task.submit("mail/a", JobDefinition.builder());
        assertThat(Rows.in(task, StateStores.PARKED)).hasSize(1);

        jobs.put(key, row);
        task.restarted();
        assertThat(Rows.in(task, StateStores.PARKED)).isEmpty();
        assertThat(task.sent.deadLetters()).isEmpty();
    }

    private ParkedStore parked() {
        return new ParkedStore(task.store(StateStores.PARKED));
    }

    private byte[] submission(String key) {
        SubmitJob submit = new SubmitJob(
                Optional.empty(),
                false,
                Optional.empty(),
                Encoded.of(JobDefinition.builder().build()));
        int slash = key.indexOf('/');
        return COMMANDS.encode(new JobCommand(
                key.substring(0, slash), key.substring(slash + 1), task.now, "", Optional.empty(), submit));
    }

    private byte[] ofNewerNode() {
        return withUnknownSchema(submission("mail/newer"));
    }

    private static byte[] withUnknownSchema(byte[] record) {
        byte[] other = record.clone();
        Arrays.fill(other, 2, 10, (byte) 0x11);
        return other;
    }
}
