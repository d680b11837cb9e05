package io.duestream.cli.doctor;

import java.util.List;

/** Looks for one kind of trouble. */
interface Check {
    /** What it is called, in a word or two joined by hyphens. */
    String name();

    /** What it looks at and what it takes for trouble, in a sentence. */
    String looksFor();

    /**
     * What is wrong; empty if nothing is.
     *
     * @throws RuntimeException if it cannot look; the message says why
     */
    List<Finding> look(Examination examination);
}
