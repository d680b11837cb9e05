package io.duestream.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs each benchmark once, by hand: JMH's own runner takes two seconds for each, whatever it is told. */
class BenchmarksRunTest {
    @TestFactory
    Stream<DynamicTest> each_benchmark_runs() {
        List<String> classes = known().stream()
                .map(BenchmarkListEntry::getUserClassQName)
                .distinct()
                .toList();
        assertThat(classes).as("benchmarks that JMH finds").isNotEmpty();
        return classes.stream().map(each -> dynamicTest(each, () -> run(Class.forName(each))));
    }

    private static void run(Class<?> type) throws ReflectiveOperationException {
        for (List<Parameters.Value> values : Parameters.combinations(type)) {
            Object benchmark = type.getConstructor().newInstance();
            for (Parameters.Value value : values) {
                value.set(benchmark);
            }
            call(benchmark, Setup.class);
            try {
                assertThat(call(benchmark, Benchmark.class))
                        .as("results of %s with %s", type, values)
                        .isNotEmpty()
                        .doesNotContainNull();
            } finally {
                call(benchmark, TearDown.class);
            }
        }
    }

    private static List<Object> call(Object benchmark, Class<? extends Annotation> kind)
            throws ReflectiveOperationException {
        List<Method> methods = Arrays.stream(benchmark.getClass().getMethods())
                .filter(each -> each.isAnnotationPresent(kind))
                .toList();
        Object[] results = new Object[methods.size()];
        for (int i = 0; i < results.length; i++) {
            results[i] = methods.get(i).invoke(benchmark);
        }
        return Arrays.asList(results);
    }

    private static Set<BenchmarkListEntry> known() {
        return BenchmarkList.defaultList()
                .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of());
    }
}
