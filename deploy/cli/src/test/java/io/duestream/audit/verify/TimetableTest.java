package io.duestream.audit.verify;

import static io.duestream.audit.verify.HandMadeLog.START;
import static io.duestream.audit.verify.HandMadeLog.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.cron.DstGap;
import io.duestream.cron.DstOverlap;
import io.duestream.job.At;
import io.duestream.job.Cron;
import io.duestream.job.Immediate;
import io.duestream.job.Repeat;
import io.duestream.job.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimetableTest {
    private final Timetable timetable = new Timetable();

    /** The first due times of a trigger that is given at the start. */
    private List<Instant> dueTimes(Trigger trigger, int most) {
        Instant anchor = timetable.anchor(trigger, START);
        List<Instant> times = new ArrayList<>();
        Optional<Instant> due = timetable.first(trigger, anchor);
        while (due.isPresent() && times.size() < most) {
            times.add(due.get());
            due = timetable.next(trigger, anchor, due.get(), times.size());
        }
        return times;
    }

    @Test
    void a_job_for_now_or_for_a_time_is_due_once() {
        assertThat(dueTimes(new Immediate(), 5)).containsExactly(START);
        assertThat(dueTimes(new At(at(7)), 5)).containsExactly(at(7));
    }

    @Test
    void a_repeat_keeps_its_grid_and_its_count() {
        assertThat(dueTimes(Repeat.of(Duration.ofSeconds(10), 3), 5)).containsExactly(at(0), at(10), at(20));
    }

    @Test
    void a_repeat_begins_at_its_start_and_stops_at_its_end() {
        Trigger repeat = new Repeat(Duration.ofSeconds(10), Repeat.FOREVER, Optional.of(at(5)), Optional.of(at(25)));

        assertThat(dueTimes(repeat, 5)).containsExactly(at(5), at(15), at(25));
    }

    @Test
    void a_repeat_whose_start_has_passed_begins_now() {
        Trigger repeat = new Repeat(Duration.ofSeconds(10), 2, Optional.of(at(-5)), Optional.empty());

        assertThat(dueTimes(repeat, 5)).containsExactly(at(0), at(10));
    }

    @Test
    void a_cron_job_fires_at_its_start_and_its_end_if_they_match() {
        Trigger cron = new Cron(
                "0 * * * * ?", "UTC", Optional.of(at(120)), Optional.of(at(240)), DstGap.RUN_AFTER, DstOverlap.FIRST);

        assertThat(dueTimes(cron, 5)).containsExactly(at(120), at(180), at(240));
    }

    @Test
    void a_cron_job_does_not_fire_at_the_very_time_it_is_given() {
        assertThat(dueTimes(Cron.of("0 * * * * ?", "UTC"), 2)).containsExactly(at(60), at(120));
    }
}
