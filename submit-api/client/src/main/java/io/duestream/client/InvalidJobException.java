package io.duestream.client;

import io.duestream.job.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A job or command breaks the rules. Nothing was sent; sending it again as it is does not help. */
public final class InvalidJobException extends SubmissionException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    InvalidJobException(Attempted attempted, List<Problem> problems) {
        super(attempted, message(attempted, problems), null);
        this.problems = List.copyOf(problems);
    }

    /** Everything that is wrong with it, at least one. */
    public List<Problem> problems() {
        return problems;
    }

    private static String message(Attempted attempted, List<Problem> problems) {
        return "cannot " + attempted + ": "
                + problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
    }
}
