package io.duestream.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineSourceTest {
    @Test
    void lines_are_numbered_whatever_ends_them() throws IOException {
        List<LineSource.Line> lines = read("a\r\n\nb\n \t\nc".getBytes(StandardCharsets.UTF_8));

        assertThat(lines).extracting(LineSource.Line::number).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(lines).extracting(LineSource.Line::blank).containsExactly(false, true, false, true, false);
    }

    @Test
    void a_byte_order_mark_is_no_part_of_the_first_line() throws IOException {
        List<LineSource.Line> lines = read("\uFEFF{}\n{}".getBytes(StandardCharsets.UTF_8));

        assertThat(lines).allSatisfy(each -> assertThat(each.content()).containsExactly('{', '}'));
    }

    @Test
    void a_line_longer_than_any_job_is_cut_and_the_next_one_read() throws IOException {
        String huge = "x".repeat(LineSource.LONGEST + 10);

        List<LineSource.Line> lines = read((huge + "\nb").getBytes(StandardCharsets.UTF_8));

        assertThat(lines).extracting(LineSource.Line::tooLong).containsExactly(true, false);
        assertThat(lines.get(0).content()).hasSize(LineSource.LONGEST);
        assertThat(new JobLines().read(lines.get(0), Instant.EPOCH).problems())
                .singleElement()
                .asString()
                .contains(Integer.toString(LineSource.LONGEST));
    }

    private static List<LineSource.Line> read(byte[] bytes) throws IOException {
        LineSource source = new LineSource(new ByteArrayInputStream(bytes));
        List<LineSource.Line> lines = new ArrayList<>();
        for (Optional<LineSource.Line> line = source.next(); line.isPresent(); line = source.next()) {
            lines.add(line.get());
        }
        return lines;
    }
}
