package io.duestream.tracker.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.record.JobCommand;
import io.duestream.record.command.AdmitRequest;
import io.duestream.record.command.Admitted;
import io.duestream.record.command.Command;
import io.duestream.record.command.OpenAttemptsReported;
import io.duestream.record.command.Released;
import io.duestream.tracker.dispatch.Claim;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** No admission is lost or given twice, in any history; and a history in which one is would be told from others. */
class LimitHistoriesTest {
    private static final int SEEDS = Integer.getInteger("duestream.limits.seeds", 15);

    @Test
    void no_admission_is_lost_or_given_twice_in_any_history() {
        long fresh = new SecureRandom().nextInt(Integer.MAX_VALUE);
        long admissions = 0;
        for (long seed : LongStream.concat(LongStream.range(0, SEEDS), LongStream.of(fresh))
                .toArray()) {
            LimitHistory.Told told = LimitHistory.run(seed, LimitHistory.Fault.none());
            assertThat(told.wrong()).as("seed %s", seed).isEmpty();
            admissions += told.admissions();
        }
        assertThat(admissions).as("admissions in all").isGreaterThan(20L * SEEDS);
    }

    @TestFactory
    Stream<DynamicTest> a_record_that_is_lost_is_noticed() {
        return Stream.of(AdmitRequest.class, Admitted.class, Released.class, OpenAttemptsReported.class)
                .map(kind ->
                        DynamicTest.dynamicTest(kind.getSimpleName(), () -> assertNoticed(() -> tampering(kind, 0))));
    }

    @Test
    void an_end_that_comes_twice_is_noticed() {
        assertNoticed(() -> tampering(Released.class, 2));
    }

    @Test
    void an_admission_that_is_taken_for_a_later_request_of_its_shard_is_noticed() {
        assertNoticed(LimitHistoriesTest::deafToNumbers);
    }

    private static void assertNoticed(Supplier<LimitHistory.Fault> faults) {
        boolean noticed = LongStream.range(0, 20)
                .anyMatch(seed -> !LimitHistory.run(seed, faults.get()).wrong().isEmpty());
        assertThat(noticed).isTrue();
    }

    /** Whatever request is answered, it is taken for the one that stands. */
    private static LimitHistory.Fault deafToNumbers() {
        Map<Claim, Long> standing = new HashMap<>();
        return new LimitHistory.Fault(
                sent -> {
                    if (sent.body() instanceof AdmitRequest asked) {
                        standing.put(new Claim(asked.jobId(), asked.fire(), asked.shard()), asked.request());
                    }
                    return List.of(sent);
                },
                read -> read.body() instanceof Admitted admitted ? answering(read, admitted, standing) : read);
    }

    private static JobCommand answering(JobCommand read, Admitted admitted, Map<Claim, Long> standing) {
        long request = standing.get(new Claim(admitted.jobId(), admitted.fire(), admitted.shard()));
        Admitted taken =
                new Admitted(admitted.jobId(), admitted.fire(), admitted.shard(), admitted.limitedSince(), request);
        return new JobCommand(read.group(), read.taskId(), read.sentAt(), read.sender(), read.forwardedFrom(), taken);
    }

    /** Lets each seventh record of a kind come so many times. */
    private static LimitHistory.Fault tampering(Class<? extends Command> kind, int times) {
        AtomicInteger seen = new AtomicInteger();
        return new LimitHistory.Fault(
                command -> kind.isInstance(command.body()) && seen.incrementAndGet() % 7 == 0
                        ? Collections.nCopies(times, command)
                        : List.of(command),
                UnaryOperator.identity());
    }
}
