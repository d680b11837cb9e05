package io.duestream.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class JobDefinitionTest {
    @TestFactory
    Stream<DynamicTest> a_null_is_refused_at_once_and_by_name() {
        Map<String, String> nullValue = new HashMap<>();
        nullValue.put("to", null);
        return Stream.of(
                refused("type", job -> job.type(null)),
                refused("clientGroup", job -> job.clientGroup(null)),
                refused("name of a parameter", job -> job.parameter(null, "x")),
                refused("value of the parameter 'to'", job -> job.parameter("to", null)),
                refused("parameters", job -> job.parameters(null)),
                refused("value of the parameter 'to'", job -> job.parameters(nullValue)),
                refused("payload", job -> job.payload((byte[]) null)),
                refused("payload", job -> job.payload((String) null)),
                refused("shardParameters", job -> job.shardParameters(null)),
                refused("an item of shardParameters", job -> job.shardParameters(Arrays.asList("a", null))),
                refused("name of a label", job -> job.label(null, "x")),
                refused("value of the label 'team'", job -> job.label("team", null)),
                refused("trigger", job -> job.trigger(null)),
                refused("at", job -> job.at(null)),
                refused("expression", job -> job.cron(null, "UTC")),
                refused("zone", job -> job.cron("* * * * *", null)),
                refused("interval", job -> job.repeat(null, 1)),
                refused("firing", job -> job.firing(null)),
                refused("overlap", job -> job.overlap(null)),
                refused("misfire", job -> job.misfire(null)),
                refused("retry", job -> job.retry(null)),
                refused("limits", job -> job.limits(null)),
                refused("runTimeout", job -> job.runTimeout(null)),
                refused("attemptTimeout", job -> job.attemptTimeout(null)),
                refused("expiry", job -> job.expiry(null)),
                refused("onDuplicate", job -> job.onDuplicate(null)),
                refused("delay", job -> RetryPolicy.fixed(1, null)),
                refused("maxDelay", job -> RetryPolicy.exponential(1, Duration.ZERO, null)));
    }

    @Test
    void a_builder_that_begins_with_a_definition_builds_the_same() {
        JobDefinition job = JobDefinition.builder()
                .type("invoice")
                .clientGroup("shop")
                .notifyOutcome(true)
                .priority(7)
                .parameter("to", "Ann")
                .payload("text")
                .shardParameters(List.of("a", "b"))
                .label("team", "billing")
                .repeat(Duration.ofSeconds(5), 3)
                .overlap(OverlapPolicy.ALLOW)
                .misfire(MisfirePolicy.SKIP)
                .retry(RetryPolicy.NONE)
                .runTimeout(Duration.ofMinutes(1))
                .attemptTimeout(Duration.ofMinutes(2))
                .expiry(Duration.ofMinutes(3))
                .onDuplicate(OnDuplicate.REPLACE)
                .build();
        assertThat(job.toBuilder().build()).isEqualTo(job);
        assertThat(job.shards()).isEqualTo(2);
        assertThat(job.limits())
                .isEqualTo(new TimeLimits(
                        Optional.of(Duration.ofMinutes(1)),
                        Optional.of(Duration.ofMinutes(2)),
                        Optional.of(Duration.ofMinutes(3))));
        assertThat(job.firing().overlap()).isEqualTo(OverlapPolicy.ALLOW);
        assertThat(job.firing().misfire()).isEqualTo(MisfirePolicy.SKIP);
    }

    @Test
    void a_definition_does_not_change_with_the_builder_that_built_it() {
        JobDefinitionBuilder builder = JobDefinition.builder().parameter("a", "1");
        JobDefinition built = builder.build();
        builder.parameter("b", "2").label("c", "3").at(Instant.EPOCH);
        assertThat(built.parameters()).containsOnlyKeys("a");
        assertThat(built.labels()).isEmpty();
        assertThat(built.trigger()).isEqualTo(new Immediate());
    }

    @Test
    void what_is_not_asked_for_has_the_defaults_of_the_documentation() {
        JobDefinition job = JobDefinition.builder().build();
        assertThat(job.priority()).isEqualTo(100);
        assertThat(job.shards()).isEqualTo(1);
        assertThat(job.retry())
                .isEqualTo(new RetryPolicy(10, BackoffKind.FIXED, Duration.ofSeconds(30), Duration.ofHours(1)));
        assertThat(job.firing().overlap()).isEqualTo(OverlapPolicy.WAIT);
        assertThat(job.firing().misfire()).isEqualTo(MisfirePolicy.FIRE_ONCE);
        assertThat(job.onDuplicate()).isEqualTo(OnDuplicate.KEEP);
        assertThat(job.limits()).isEqualTo(TimeLimits.NONE);
    }

    private static DynamicTest refused(String message, Consumer<JobDefinitionBuilder> call) {
        return dynamicTest(
                message,
                () -> assertThatThrownBy(() -> call.accept(JobDefinition.builder()))
                        .isInstanceOf(NullPointerException.class)
                        .hasMessage(message));
    }
}
