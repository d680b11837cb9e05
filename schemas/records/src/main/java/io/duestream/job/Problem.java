package io.duestream.job;

/**
 * Something that is wrong with a submission.
 *
 * @param field which field, as named in the record
 * @param message what was found and what is expected, for a person
 */
public record Problem(String field, String message) {
    @Override
    public String toString() {
        return field + ": " + message;
    }
}
