package io.duestream.cli.role;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duestream.executor.Executor;
import io.duestream.executor.JobContext;
import io.duestream.executor.JobRunner;
import io.duestream.executor.RunResult;
import org.junit.jupiter.api.Test;

class RunnerLoaderTest {
    /** What a user would bring. */
    public static final class Mine implements JobRunner {
        /** Found by its name. */
        public Mine() {}

        @Override
        public RunResult run(JobContext context) {
            return RunResult.success();
        }
    }

    @Test
    void runners_are_built_in_or_classes() {
        assertThatCode(() -> {
                    add("noop");
                    add("mail=sleep");
                    add(Mine.class.getName());
                    add("mail=" + Mine.class.getName());
                })
                .doesNotThrowAnyException();
    }

    @Test
    void what_cannot_be_made_is_told_with_the_reason() {
        assertThatThrownBy(() -> add("com.example.None"))
                .hasMessageContaining("no such class")
                .hasMessageContaining("noop");
        assertThatThrownBy(() -> add("java.lang.String")).hasMessageContaining("does not implement");
        assertThatThrownBy(() -> RunnerLoader.over("no/such.jar:neither", ":"))
                .hasMessageContaining("'no/such.jar'")
                .hasMessageContaining("'neither'");
    }

    @Test
    void two_runners_without_a_type_are_refused() {
        RunnerLoader loader = RunnerLoader.over("", ":");
        var builder = Executor.builder();
        loader.add(Mine.class.getName(), builder);

        assertThatThrownBy(() -> loader.add(Mine.class.getName(), builder))
                .hasMessageContaining("second without a type");
    }

    private static void add(String runner) {
        RunnerLoader.over("", ":").add(runner, Executor.builder());
    }
}
