package io.duestream.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duestream.job.GroupSettings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTest {
    private static final NodeInfo NODE = new NodeInfo(
            "host-1-a", Role.OUTBOX_RELAY, "mail", "host", 1, "0.1.0", Instant.parse("2026-11-20T08:00:00.123Z"), 20);

    @Test
    void a_node_is_read_as_written() {
        assertThat(Json.node(Json.write(NODE))).isEqualTo(NODE);
        assertThat(text(Json.write(NODE))).contains("\"role\":\"outbox-relay\"", "\"startedAt\":\"2026-11-20T08:00:00");
    }

    @Test
    void settings_are_read_as_written() {
        GroupSettings settings =
                new GroupSettings(true, true, Optional.of(5), Optional.empty(), Optional.of(2), Optional.of(100));

        assertThat(Json.settings(Json.write(settings))).isEqualTo(settings);
        assertThat(Json.settings(Json.write(GroupRegistry.DEFAULTS))).isEqualTo(GroupRegistry.DEFAULTS);
    }

    @Test
    void fields_of_a_newer_version_are_ignored() {
        String newer = text(Json.write(NODE)).replaceFirst("\\{", "{\"colour\":{\"deep\":[1]},");

        assertThat(Json.node(bytes(newer))).isEqualTo(NODE);
        assertThat(Json.settings(bytes("{\"registered\":true,\"window\":\"night\"}")))
                .isEqualTo(GroupRegistry.DEFAULTS);
    }

    @Test
    void what_is_not_a_node_is_refused_with_what_was_found() {
        assertRefused("", "it is empty");
        assertRefused("127.0.0.1", "it is not JSON");
        assertRefused("[]", "not an object");
        assertRefused("{}", "field 'role' is missing");
        assertRefused(text(Json.write(NODE)).replace("outbox-relay", "juggler"), "unknown role 'juggler'");
        assertRefused(text(Json.write(NODE)).replace("2026-11-20", "yesterday"), "yesterday");
        assertRefused(text(Json.write(NODE)).replace("\"mail\"", "\"a/b\""), "group 'a/b'");
    }

    @Test
    void settings_of_another_type_are_refused() {
        assertThatThrownBy(() -> Json.settings(bytes("{\"ratePerSecond\":\"many\"}")))
                .isInstanceOf(UnreadableNodeException.class)
                .hasMessage("field 'ratePerSecond' is \"many\"; expected a whole number");
        assertThatThrownBy(() -> Json.settings(bytes("{\"paused\":1}")))
                .isInstanceOf(UnreadableNodeException.class)
                .hasMessage("field 'paused' is 1; expected true or false");
    }

    private static void assertRefused(String json, String why) {
        assertThatThrownBy(() -> Json.node(bytes(json)))
                .isInstanceOf(UnreadableNodeException.class)
                .hasMessageContaining(why);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
