package io.duestream.cron;

import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** A field made up at random, with the values it means, counted out one by one. */
record RandomField(String text, Set<Integer> values, boolean wildcard) {
    /** Makes fields with values from {@code min} to {@code max}; every second single value is the likely one. */
    record Source(Random random, int min, int max, int likely, boolean wraps) {
        RandomField any() {
            return switch (random.nextInt(8)) {
                case 0, 1 -> all();
                case 2, 3 -> single();
                case 4 -> list();
                case 5 -> range(1);
                case 6 -> openStep();
                default -> range(2 + random.nextInt(4));
            };
        }

        RandomField all() {
            return field("*", count(min, max, 1), true);
        }

        RandomField single() {
            int value = value();
            return field("" + value, count(value, value, 1), false);
        }

        private RandomField list() {
            RandomField one = single();
            RandomField other = random.nextBoolean() ? range(1) : single();
            Set<Integer> both = new TreeSet<>(one.values());
            both.addAll(other.values());
            return field(one.text() + "," + other.text(), both, false);
        }

        private RandomField range(int step) {
            int one = value();
            int other = value();
            int from = wraps ? one : Math.min(one, other);
            int to = wraps ? other : Math.max(one, other);
            return field(from + "-" + to + (step == 1 ? "" : "/" + step), count(from, to, step), false);
        }

        private RandomField openStep() {
            int step = 1 + random.nextInt(max);
            if (random.nextBoolean()) {
                return field("*/" + step, count(min, max, step), true);
            }
            int from = value();
            return field(from + "/" + step, count(from, max, step), true);
        }

        private RandomField field(String text, Set<Integer> values, boolean wildcard) {
            return new RandomField(text, values, wildcard || values.size() == max - min + 1);
        }

        private int value() {
            return random.nextBoolean() ? likely : min + random.nextInt(max - min + 1);
        }

        private Set<Integer> count(int from, int to, int step) {
            Set<Integer> values = new TreeSet<>();
            int value = from;
            for (int i = 0; ; i++) {
                if (i % step == 0) {
                    values.add(value);
                }
                if (value == to) {
                    return values;
                }
                value = value == max ? min : value + 1;
            }
        }
    }
}
