package io.duestream.cli.deadletter;

import io.duestream.job.Position;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/** How a letter is called on the command line: its offset, with its partition before it where that is not 0. */
final class LetterNumber implements ITypeConverter<Position> {
    private static final Pattern NUMBER = Pattern.compile("(?:(\\d{1,9})-)?(\\d{1,18})");

    LetterNumber() {}

    @Override
    public Position convert(String text) {
        Matcher matcher = NUMBER.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text
                    + "' names no dead letter; expected its number as 'dead-letter list' shows it, such as 17");
        }
        int partition = matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1));
        return new Position(partition, Long.parseLong(matcher.group(2)));
    }

    static String of(Position letter) {
        return letter.partition() == 0 ? Long.toString(letter.offset()) : letter.partition() + "-" + letter.offset();
    }
}
