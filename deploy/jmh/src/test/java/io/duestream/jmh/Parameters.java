package io.duestream.jmh;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.annotations.Param;

/** The values that the parameters of a benchmark take. */
final class Parameters {
    private Parameters() {}

    /** A parameter and what it is set to. */
    record Value(Field parameter, Object content) {
        void set(Object benchmark) throws IllegalAccessException {
            parameter.set(benchmark, content);
        }
    }

    /** Each combination; one without values for a benchmark without parameters. */
    static List<List<Value>> combinations(Class<?> benchmark) {
        List<List<Value>> combinations = List.of(List.of());
        for (Field field : benchmark.getFields()) {
            if (field.isAnnotationPresent(Param.class)) {
                combinations = times(combinations, values(field));
            }
        }
        return combinations;
    }

    private static List<List<Value>> times(List<List<Value>> combinations, List<Value> values) {
        List<List<Value>> product = new ArrayList<>();
        for (List<Value> each : combinations) {
            for (Value value : values) {
                List<Value> longer = new ArrayList<>(each);
                longer.add(value);
                product.add(longer);
            }
        }
        return product;
    }

    private static List<Value> values(Field field) {
        if (field.getType().isEnum()) {
            return Arrays.stream(field.getType().getEnumConstants())
                    .map(each -> new Value(field, each))
                    .toList();
        }
        return Arrays.stream(field.getAnnotation(Param.class).value())
                .map(each -> new Value(field, field.getType() == int.class ? (Object) Integer.valueOf(each) : each))
                .toList();
    }
}
