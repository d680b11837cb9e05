package io.duestream.cli.job;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Puts options into a JSON object; absent ones are left out. */
final class Fields {
    private Fields() {}

    static void text(ObjectNode object, String name, String value) {
        if (value != null) {
            object.put(name, value);
        }
    }

    /** A number where the text is one; else the text, whose reader will say what is wrong with it. */
    static void number(ObjectNode object, String name, String value) {
        if (value == null) {
            return;
        }
        try {
            object.put(name, Long.parseLong(value.trim()));
        } catch (NumberFormatException e) {
            object.put(name, value);
        }
    }
}
