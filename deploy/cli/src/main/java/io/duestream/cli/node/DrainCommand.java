package io.duestream.cli.node;

import io.duestream.cli.output.Problems;
import io.duestream.record.control.DrainNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code duestream node drain}. */
@Command(
        name = "drain",
        description = "Lets executors take no new work: what has not begun goes to the others of the group, what runs"
                + " runs on, the process stays. --undo lets them take work again; so does a restart.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: duestream node drain --idle --timeout 600 host-4711-0123456789ab"})
final class DrainCommand extends Asked implements Callable<Integer> {
    @Parameters(paramLabel = "NODE", arity = "1..*", description = "Ids of executors, or the ends of them.")
    private List<String> nodes = new ArrayList<>();

    @Option(names = "--undo", description = "Let them take work again.")
    private boolean undo;

    @Option(names = "--idle", description = "Wait until nothing runs there any more, not only until nothing is taken.")
    private boolean idle;

    @Override
    public Integer call() throws InterruptedException {
        Problems problems = new Problems();
        if (undo && idle) {
            problems.add("--idle waits for the end of what runs; it does not go with --undo");
        }
        String words = undo ? "takes work" : idle ? "drained, nothing runs" : "drains";
        return ask(
                nodes,
                new Order(
                        new DrainNode(!undo),
                        report -> report.draining() != undo && (!idle || report.busy() == 0),
                        words),
                problems);
    }
}
