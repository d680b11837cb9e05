package io.duestream.tracker.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.topic.Topics;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.PartitionInfo;
import org.junit.jupiter.api.Test;

class KnownGroupsTest {
    private final Topics topics = Topics.of("test");
    private final Set<String> seen = new HashSet<>();
    private long nanos;
    private final KnownGroups groups = new KnownGroups(topics, this::partitions, () -> {}, () -> nanos);

    @Test
    void a_name_that_no_group_can_have_is_not_waited_for() {
        groups.waitsFor("no/group");

        assertThat(groups.waitedFor()).isZero();
    }

    @Test
    void a_group_that_nothing_has_waited_for_since_an_hour_is_forgotten() {
        groups.waitsFor("fax");
        nanos += Duration.ofMinutes(61).toNanos();

        assertThat(groups.arrived()).isEmpty();
        assertThat(groups.waitedFor()).isZero();
    }

    @Test
    void a_group_that_something_still_waits_for_is_told_whenever_it_comes() {
        for (int i = 0; i < 20; i++) {
            groups.waitsFor("fax");
            nanos += Walker.IDLE.toNanos();
            assertThat(groups.arrived()).isEmpty();
        }
        seen.add(topics.dispatch("fax").name());

        assertThat(groups.arrived()).containsExactly("fax");
        assertThat(groups.waitedFor()).isZero();
    }

    private List<PartitionInfo> partitions(String topic) {
        return seen.contains(topic) ? List.of(new PartitionInfo(topic, 0, null, null, null)) : List.of();
    }
}
