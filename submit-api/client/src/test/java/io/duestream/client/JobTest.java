package io.duestream.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duestream.job.At;
import io.duestream.job.Cron;
import io.duestream.job.Immediate;
import io.duestream.job.JobDefinition;
import io.duestream.job.OnDuplicate;
import io.duestream.job.OverlapPolicy;
import io.duestream.job.Repeat;
import io.duestream.job.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobTest {
    @Test
    void a_new_job_runs_at_once_with_every_policy_at_its_default() {
        assertThat(Job.of("mail", "1").definition())
                .isEqualTo(JobDefinition.builder().build())
                .extracting(JobDefinition::trigger)
                .isEqualTo(new Immediate());
    }

    @Test
    void describing_a_job_further_leaves_the_one_it_began_with_as_it_was() {
        Job reminder = Job.of("mail", "1").type("reminder").parameter("a", "1");

        Job second = reminder.parameter("b", "2").priority(5);

        assertThat(reminder.definition().parameters()).containsOnlyKeys("a");
        assertThat(reminder.definition().priority()).isEqualTo(100);
        assertThat(second.definition().parameters()).containsOnlyKeys("a", "b");
        assertThat(second.definition().type()).isEqualTo("reminder");
        assertThat(second.definition().priority()).isEqualTo(5);
    }

    @Test
    void everything_said_stands_in_the_definition() {
        JobDefinition definition = Job.of("mail", "1")
                .payload("hello")
                .label("tenant", "7")
                .retry(RetryPolicy.NONE)
                .overlap(OverlapPolicy.SKIP)
                .runTimeout(Duration.ofSeconds(5))
                .expiry(Duration.ofMinutes(1))
                .shardParameters(List.of("de", "fr"))
                .onDuplicate(OnDuplicate.REPLACE)
                .clientGroup("shop")
                .notifyOutcome(true)
                .definition();

        assertThat(definition.payload().asUtf8()).isEqualTo("hello");
        assertThat(definition.labels()).containsEntry("tenant", "7");
        assertThat(definition.retry()).isEqualTo(RetryPolicy.NONE);
        assertThat(definition.firing().overlap()).isEqualTo(OverlapPolicy.SKIP);
        assertThat(definition.limits().runTimeout()).contains(Duration.ofSeconds(5));
        assertThat(definition.limits().expiry()).contains(Duration.ofMinutes(1));
        assertThat(definition.shards()).isEqualTo(2);
        assertThat(definition.onDuplicate()).isEqualTo(OnDuplicate.REPLACE);
        assertThat(definition.clientGroup()).contains("shop");
        assertThat(definition.notifyOutcome()).isTrue();
    }

    @Test
    void the_last_trigger_said_counts() {
        Instant due = Instant.parse("2027-01-01T00:00:00Z");
        Job job = Job.of("mail", "1").at(due);

        assertThat(job.definition().trigger()).isEqualTo(new At(due));
        assertThat(job.cron("0 0 * * * ?", "UTC").definition().trigger()).isEqualTo(Cron.of("0 0 * * * ?", "UTC"));
        assertThat(job.repeat(Duration.ofSeconds(1), 3).definition().trigger())
                .isEqualTo(Repeat.of(Duration.ofSeconds(1), 3));
    }

    @Test
    void null_is_refused_where_it_is_said() {
        assertThatThrownBy(() -> Job.of("mail", "1").type(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("type");
        assertThatThrownBy(() -> Job.of("mail", "1").parameter("to", null)).hasMessage("parameter to");
    }
}
