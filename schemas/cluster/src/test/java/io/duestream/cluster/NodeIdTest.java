package io.duestream.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duestream.node.NodeId;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NodeIdTest {
    @Test
    void an_id_names_host_and_process_and_is_another_one_each_time() {
        Random random = new Random(1);

        String first = NodeId.of("build-7.example.org", 4711, random);

        assertThat(first).matches("build-7\\.example\\.org-4711-[0-9a-f]{12}");
        assertThat(NodeId.of("build-7.example.org", 4711, random)).isNotEqualTo(first);
    }

    @Test
    void any_host_name_makes_an_id_that_can_stand_in_a_path() {
        String id = NodeId.of("höst/1 " + "x".repeat(300), Long.MAX_VALUE, new Random(1));

        assertThat(id).hasSizeLessThanOrEqualTo(128).startsWith("h-st-1-x");
        assertThat(info(id).id()).isEqualTo(id);
    }

    @Test
    void an_id_that_would_leave_its_path_is_refused() {
        assertThatThrownBy(() -> info("a/b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> info("..")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void every_role_is_found_by_its_label() {
        for (Role role : Role.values()) {
            assertThat(Role.ofLabel(role.label())).contains(role);
        }
        assertThat(Role.ofLabel("OUTBOX_RELAY")).isEmpty();
    }

    private static NodeInfo info(String id) {
        return new NodeInfo(id, Role.TRACKER, "", "host", 1, "0.1.0", Instant.EPOCH, 0);
    }
}
