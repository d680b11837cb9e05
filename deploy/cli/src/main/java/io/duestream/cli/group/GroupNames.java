package io.duestream.cli.group;

import io.duestream.cli.output.Problems;
import io.duestream.topic.Topics;

/** Checks names of groups. */
final class GroupNames {
    private GroupNames() {}

    static void check(String group, Problems problems) {
        if (!Topics.validName(group)) {
            problems.add("group '" + group + "' is not a valid name; expected 1 to 64 of A-Z a-z 0-9 _ -");
        }
    }
}
