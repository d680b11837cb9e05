package io.duestream.tracker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.GroupRules;
import io.duestream.job.GroupSettings;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GroupLimitTest {
    private static final int RATE = 40;
    private static final Instant BEGIN = Instant.parse("2027-01-01T00:00:00Z");

    private final GroupLimit limit = new GroupLimit("mail", 1, new NoRows());

    GroupLimitTest() {
        GroupSettings none = GroupRules.DEFAULTS;
        limit.change(
                1,
                new GroupSettings(
                        none.registered(),
                        none.paused(),
                        Optional.of(RATE),
                        none.concurrency(),
                        none.minInFlight(),
                        none.maxInFlight()),
                "",
                "",
                BEGIN);
        limit.counted(0, 0);
        for (int i = 0; i < 5 * RATE; i++) {
            limit.requested(new AdmissionRequest(
                    new JobKey("mail", "job-" + i), new Claim(new JobId(0, i), 1, 0), 100, BEGIN, 1));
        }
    }

    private List<AdmissionRequest> admitted(Instant now) {
        List<AdmissionRequest> all = new ArrayList<>();
        Optional<AdmissionRequest> next = limit.admit(now, 1_000);
        while (next.isPresent()) {
            all.add(next.get());
            next = limit.admit(now, 1_000);
        }
        return all;
    }

    @Test
    void no_credit_is_gained_while_a_second_s_worth_of_admissions_lies_unused_not_even_afterwards() {
        List<AdmissionRequest> first = admitted(BEGIN.plusSeconds(1));
        assertThat(first).hasSize(RATE);
        Instant later = BEGIN.plusSeconds(10);

        first.forEach(each -> limit.used(each.claim(), each.number(), later));

        assertThat(admitted(later))
                .as("dispatched together with those %d", RATE)
                .isEmpty();
        assertThat(admitted(later.plus(Duration.ofMillis(500)))).hasSize(RATE / 2);
    }

    /** What is kept is asked for only by the next owner. */
    private static final class NoRows implements LimitRows {
        @Override
        public Optional<LimitState> state(String group) {
            return Optional.empty();
        }

        @Override
        public void keep(String group, LimitState state) {}

        @Override
        public Set<Integer> counted(String group) {
            return Set.of();
        }

        @Override
        public void count(String group, int partition) {}

        @Override
        public void uncount(String group, int partition) {}

        @Override
        public Map<Claim, Admission> admissions(String group) {
            return Map.of();
        }

        @Override
        public void admit(String group, Claim claim, Admission admission) {}

        @Override
        public void end(String group, Claim claim) {}

        @Override
        public List<AdmissionRequest> requests(String group) {
            return List.of();
        }

        @Override
        public void request(String group, AdmissionRequest request) {}

        @Override
        public void answer(String group, AdmissionRequest request) {}
    }
}
