package io.duestream.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.cli.node.SeenNode.State;
import io.duestream.node.NodeWork;
import io.duestream.node.ProcessLoad;
import io.duestream.node.ReportingNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SeenNodeTest {
    private static final Instant NOW = Instant.parse("2027-03-14T06:30:00Z");

    @Test
    void a_node_is_up_draining_or_held_back_as_its_last_report_says() {
        assertThat(node(0, false, "").state(NOW)).isEqualTo(State.UP);
        assertThat(node(3, true, "").state(NOW)).isEqualTo(State.DRAINING);
        assertThat(node(3, false, "memory at 93 %").state(NOW)).isEqualTo(State.HELD_BACK);
    }

    @Test
    void a_node_that_says_nothing_for_seconds_is_silent_unless_it_had_nothing_more_to_do_and_said_so() {
        Instant later = NOW.plusSeconds(7);

        assertThat(node(0, false, "").state(later)).isEqualTo(State.SILENT);
        assertThat(node(3, true, "").state(later)).isEqualTo(State.SILENT);
        assertThat(node(0, true, "").state(later)).isEqualTo(State.ENDED);
    }

    @Test
    void an_age_is_never_negative() {
        assertThat(node(0, false, "").age(NOW.minusSeconds(1))).isEqualTo(Duration.ZERO);
    }

    private static SeenNode node(int busy, boolean draining, String heldBack) {
        NodeWork work =
                new NodeWork(4, busy, NodeWork.Results.NONE, 0, draining, heldBack, Optional.empty(), List.of());
        return new SeenNode(
                new ReportingNode("n", "executor", "mail", "1", NOW)
                        .report(NOW, work, new ProcessLoad(Optional.empty(), 1, 2, Optional.empty())),
                NOW);
    }
}
