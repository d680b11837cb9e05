package io.duestream.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.client.Job;
import io.duestream.cron.DstGap;
import io.duestream.cron.DstOverlap;
import io.duestream.job.At;
import io.duestream.job.BackoffKind;
import io.duestream.job.Cron;
import io.duestream.job.FirePolicy;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.job.Lineage;
import io.duestream.job.MisfirePolicy;
import io.duestream.job.OnDuplicate;
import io.duestream.job.OverlapPolicy;
import io.duestream.job.Repeat;
import io.duestream.job.RetryPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobLinesTest {
    private static final Instant NOW = Instant.parse("2027-03-14T06:30:00Z");

    @Test
    void the_shortest_line_is_a_job_with_all_defaults() {
        assertThat(job("{'group':'mail','taskId':'a/b'}")).isEqualTo(Job.of(new JobKey("mail", "a/b")));
    }

    @Test
    void every_field_reaches_the_job() {
        Job job = job("{'group':'mail','taskId':'1','type':'invoice','clientGroup':'shop','notifyOutcome':true,"
                + "'priority':5,'parameters':{'to':'x'},'payload':'text','shardParameters':['n','s'],"
                + "'labels':{'team':'a'},'repeat':{'interval':'2s','count':3,'startAt':'+1h','endAt':'+1d'},"
                + "'overlap':'skip','misfire':'CATCH_UP','catchUpWindow':'1h','catchUpCap':7,"
                + "'retry':{'maxRetries':2,'backoff':'exponential','delay':'1s','maxDelay':'1m'},"
                + "'runTimeout':'10s','attemptTimeout':'20s','expiry':'30s','onDuplicate':'REPLACE',"
                + "'submissionId':'s-1','lineage':{'jobId':'3-17','fire':2}}");

        JobDefinition expected = JobDefinition.builder()
                .type("invoice")
                .clientGroup("shop")
                .notifyOutcome(true)
                .priority(5)
                .parameter("to", "x")
                .payload("text")
                .shardParameters(List.of("n", "s"))
                .label("team", "a")
                .trigger(new Repeat(
                        Duration.ofSeconds(2),
                        3,
                        Optional.of(NOW.plusSeconds(3600)),
                        Optional.of(NOW.plus(Duration.ofDays(1)))))
                .firing(new FirePolicy(OverlapPolicy.SKIP, MisfirePolicy.CATCH_UP, Duration.ofHours(1), 7))
                .retry(new RetryPolicy(2, BackoffKind.EXPONENTIAL, Duration.ofSeconds(1), Duration.ofMinutes(1)))
                .runTimeout(Duration.ofSeconds(10))
                .attemptTimeout(Duration.ofSeconds(20))
                .expiry(Duration.ofSeconds(30))
                .onDuplicate(OnDuplicate.REPLACE)
                .build();
        assertThat(job.definition()).isEqualTo(expected);
        assertThat(job.submissionId()).contains("s-1");
        assertThat(job.lineage()).contains(new Lineage(new JobId(3, 17), 2));
    }

    @Test
    void triggers_are_read() {
        assertThat(job("{'group':'g','taskId':'1','at':'+10s'}").definition().trigger())
                .isEqualTo(new At(NOW.plusSeconds(10)));
        assertThat(job("{'group':'g','taskId':'1','cron':{'expression':'0 0 3 * * ?','zone':'Europe/Berlin',"
                                + "'dstGap':'SKIP','dstOverlap':'both'}}")
                        .definition()
                        .trigger())
                .isEqualTo(new Cron(
                        "0 0 3 * * ?",
                        "Europe/Berlin",
                        Optional.empty(),
                        Optional.empty(),
                        DstGap.SKIP,
                        DstOverlap.BOTH));
        assertThat(job("{'group':'g','taskId':'1','repeat':{'interval':'1s'}}")
                        .definition()
                        .trigger())
                .isEqualTo(Repeat.of(Duration.ofSeconds(1), Repeat.FOREVER));
    }

    @Test
    void a_payload_may_be_bytes() {
        assertThat(job("{'group':'g','taskId':'1','payloadBase64':'AAH/'}")
                        .definition()
                        .payload()
                        .toArray())
                .containsExactly(0, 1, 0xff);
        assertThat(problems("{'group':'g','taskId':'1','payloadBase64':'?'}"))
                .singleElement()
                .asString()
                .contains("Base64");
        assertThat(problems("{'group':'g','taskId':'1','payloadBase64':'AAH/','payload':'x'}"))
                .singleElement()
                .asString()
                .contains("one of them");
    }

    @Test
    void all_problems_of_a_line_are_told_at_once() {
        assertThat(problems("{'group':5,'priority':'high','shards':1.5,'notifyOutcome':'yes','parameters':{'a':1},"
                        + "'overlap':'perhaps','at':'tomorrow','colour':'red'}"))
                .hasSize(9)
                .anyMatch(each -> each.startsWith("group is 5; expected a text"))
                .anyMatch(each -> each.equals("taskId is missing"))
                .anyMatch(each -> each.startsWith("priority is the text \"high\"; expected a whole number"))
                .anyMatch(each -> each.startsWith("shards is 1.5; expected a whole number"))
                .anyMatch(each -> each.startsWith("notifyOutcome is the text \"yes\"; expected true or false"))
                .anyMatch(each -> each.startsWith("parameters.a is 1; expected a text"))
                .anyMatch(each -> each.startsWith("overlap is 'perhaps'; expected one of WAIT, SKIP"))
                .anyMatch(each -> each.startsWith("at is 'tomorrow'; expected a time"))
                .anyMatch(each -> each.startsWith("unknown field colour; known are group, taskId"));
    }

    @Test
    void fields_inside_a_trigger_are_told_with_their_place() {
        assertThat(problems("{'group':'g','taskId':'1','cron':{'expresion':'x'}}"))
                .anyMatch(each -> each.equals("cron.expression is missing"))
                .anyMatch(each -> each.startsWith("unknown field cron.expresion"));
        assertThat(problems("{'group':'g','taskId':'1','repeat':{'interval':5,'count':'many'}}"))
                .anyMatch(each -> each.startsWith("repeat.interval is 5; expected a duration"))
                .anyMatch(each -> each.startsWith("repeat.count is the text \"many\""));
        assertThat(problems("{'group':'g','taskId':'1','at':'+1s','repeat':{'interval':'1s'}}"))
                .singleElement()
                .asString()
                .contains("at and repeat", "one trigger");
    }

    @Test
    void numbers_too_large_are_refused_and_not_cut() {
        assertThat(problems("{'group':'g','taskId':'1','priority':4294967396}")).hasSize(1);
        assertThat(problems("{'group':'g','taskId':'1','shards':99999999999999999999}"))
                .hasSize(1);
    }

    @Test
    void what_is_no_json_object_is_told() {
        assertThat(problems("not json")).singleElement().asString().startsWith("is not JSON");
        assertThat(problems("[1]")).singleElement().asString().startsWith("is no JSON object");
        assertThat(problems("{'group':'g','taskId':'1'} x"))
                .singleElement()
                .asString()
                .startsWith("is not JSON");
        assertThat(problems("{'group':'g','group':'h','taskId':'1'}"))
                .singleElement()
                .asString()
                .contains("Duplicate");
        assertThat(problems("{'group':'g/h','taskId':'1'}"))
                .singleElement()
                .asString()
                .contains("'/'");
    }

    private static Job job(String line) {
        JobReader.Read read = read(line);
        assertThat(read.problems()).isEmpty();
        return read.job().orElseThrow();
    }

    private static List<String> problems(String line) {
        JobReader.Read read = read(line);
        assertThat(read.job()).isEmpty();
        return read.problems();
    }

    private static JobReader.Read read(String line) {
        byte[] bytes = line.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return new JobLines().read(new LineSource.Line(1, bytes, false), NOW);
    }
}
