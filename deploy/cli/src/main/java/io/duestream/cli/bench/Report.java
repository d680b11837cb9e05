package io.duestream.cli.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What an experiment showed. */
interface Report {
    /** Writes all figures into an object. */
    void write(ObjectNode node);

    /** The same for a person. */
    List<String> lines();
}
