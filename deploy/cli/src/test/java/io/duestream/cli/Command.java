package io.duestream.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What a command printed and how it ended.
 *
 * @param exitCode its exit code
 * @param out what it printed
 * @param err its messages
 */
record Command(int exitCode, String out, String err) {
    static Command run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Duestream.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Command(exitCode, out.toString(), err.toString());
    }
}
