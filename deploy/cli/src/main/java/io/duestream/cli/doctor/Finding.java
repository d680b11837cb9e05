package io.duestream.cli.doctor;

/**
 * Something that is not as it should be.
 *
 * @param severity how bad it is
 * @param found what was found, and where
 * @param expected what should be there instead
 * @param mend the command or the deed that mends it
 */
record Finding(Severity severity, String found, String expected, String mend) {
    /** How bad a finding is, the worst first. */
    enum Severity {
        /** Jobs are late, stand still or may be lost. */
        ERROR,
        /** Something will go wrong, or goes wrong without holding anything up. */
        WARNING,
        /** Worth knowing; it does not make the cluster sick. */
        NOTE
    }

    static Finding error(String found, String expected, String mend) {
        return new Finding(Severity.ERROR, found, expected, mend);
    }

    static Finding warning(String found, String expected, String mend) {
        return new Finding(Severity.WARNING, found, expected, mend);
    }

    static Finding note(String found, String expected, String mend) {
        return new Finding(Severity.NOTE, found, expected, mend);
    }
}
