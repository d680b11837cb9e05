package io.duestream.cron;

import static io.duestream.cron.CronSyntaxException.quoted;

import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the part of the grammar that all fields share: lists of values, ranges, {@code *} and steps. */
final class FieldReader {
    private static final Pattern ITEM = Pattern.compile(
            "(?:(?<star>\\*)|(?<from>\\d{1,9}|[A-Za-z]+)(?:-(?<to>\\d{1,9}|[A-Za-z]+))?)?" + "(?:/(?<step>\\d{1,9}))?");

    private final Dialect dialect;

    FieldReader(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Reads a whole field; throws a {@link Problem} at the first item that it cannot read. */
    FieldMask read(CronField field, String text) throws Problem {
        BitSet bits = new BitSet();
        boolean open = false;
        for (String item : items(text)) {
            open |= add(field, item, bits);
        }
        boolean every = bits.cardinality() == field.max() - field.min() + 1;
        return new FieldMask(bits, open || every);
    }

    /** The items of a list, the empty ones included: they are refused like any other that says nothing. */
    static String[] items(String text) {
        return text.split(",", -1);
    }

    /** Adds the values of one item; answers whether it is {@code *} or steps on without an end. */
    private boolean add(CronField field, String item, BitSet bits) throws Problem {
        Matcher matcher = ITEM.matcher(item);
        if (item.isEmpty() || !matcher.matches()) {
            throw Problem.in(field, item, expected(field));
        }
        boolean single = matcher.group("from") != null && matcher.group("to") == null;
        boolean all = matcher.group("from") == null;
        if (all && matcher.group("star") == null && dialect == Dialect.UNIX) {
            throw Problem.in(field, item, "* before the /, as in *" + item);
        }
        int from = all ? field.min() : value(field, item, matcher.group("from"));
        int to = all ? field.max() : single ? from : value(field, item, matcher.group("to"));
        int step = step(field, item, matcher);
        if (single && step > 0) {
            to = field.max();
        }
        fill(field, item, bits, from, to, Math.max(step, 1));
        return all || single && step > 0;
    }

    private int value(CronField field, String item, String token) throws Problem {
        return field.value(token).orElseThrow(() -> Problem.in(field, item, expected(field)));
    }

    /** The step, 0 when there is none. */
    private int step(CronField field, String item, Matcher matcher) throws Problem {
        String digits = matcher.group("step");
        if (digits == null) {
            return 0;
        }
        int step = Integer.parseInt(digits);
        boolean range = matcher.group("to") != null;
        // Quartz reads a step of 0 as none, and is followed as far as that makes sense.
        if (step == 0 && (dialect == Dialect.UNIX || range)) {
            throw Problem.in(field, item, "a step of at least 1");
        }
        if (dialect == Dialect.UNIX) {
            return step;
        }
        String from = matcher.group("from");
        if (from != null && !Character.isDigit(from.charAt(0))) {
            // Quartz drops a step after names without a word; to follow it would run a job more often than its text
            // says.
            throw Problem.in(field, item, "numbers instead of names before a step");
        }
        int most = field == CronField.YEAR || range ? Integer.MAX_VALUE : field.max();
        if (step > most) {
            throw Problem.in(field, item, "a step of at most " + most);
        }
        return step;
    }

    private void fill(CronField field, String item, BitSet bits, int from, int to, int step) throws Problem {
        int size = field.max() - field.min() + 1;
        int end = to;
        if (to < from) {
            if (field == CronField.UNIX_DAY_OF_WEEK && to == 0) {
                // A range up to Sunday, as in FRI-SUN: there Sunday is 7.
                end = field.max();
            } else if (dialect == Dialect.QUARTZ && field != CronField.YEAR) {
                end = to + size;
            } else {
                throw Problem.in(field, item, "a range whose first value is not above its last");
            }
        }
        for (long value = from; value <= end; value += step) {
            bits.set((int) ((value - field.min()) % size) + field.min());
        }
    }

    private String expected(CronField field) {
        String plain = field.range() + ", *, ranges a-b, steps a/n and lists a,b";
        if (dialect == Dialect.UNIX) {
            return plain;
        }
        return switch (field) {
            case DAY_OF_MONTH -> plain + ", ?, L, L-n, LW or nW";
            case QUARTZ_DAY_OF_WEEK -> plain + ", ?, L, nL or n#k";
            default -> plain;
        };
    }

    /** What is wrong with a field, in words. */
    static final class Problem extends Exception {
        private static final long serialVersionUID = 1L;

        private Problem(String message) {
            super(message, null, false, false);
        }

        static Problem in(CronField field, String found, String expected) {
            return new Problem(field.title() + ": found " + quoted(found) + ", expected " + expected);
        }
    }
}
