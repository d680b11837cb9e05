package io.duestream.cron;

import java.util.List;

/**
 * The text is no cron expression. The message quotes the expression and names every problem: the field, what was found in it,
 * and what is expected there.
 */
public final class CronSyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private static final int QUOTED = 100;

    CronSyntaxException(String text, List<String> problems) {
        super("cron expression " + quoted(text) + ": " + String.join("; ", problems));
    }

    /** The text between quotes, cut to a length that fits a message and without the control characters that would spoil it. */
    static String quoted(String text) {
        String shown = text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "...";
        return '"' + shown.replaceAll("\\p{Cntrl}", "\uFFFD") + '"';
    }
}
