package io.duestream.cli.node;

import io.duestream.cli.output.Problems;
import io.duestream.record.control.ChangeThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code duestream node threads}. */
@Command(
        name = "threads",
        description =
                "Changes how many jobs executors run at the same time. Nothing is interrupted. A restart brings the"
                        + " configured number back.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: duestream node threads 40 host-4711-0123456789ab"})
final class ThreadsCommand extends Asked implements Callable<Integer> {
    private static final int MOST = 10_000;

    @Parameters(index = "0", paramLabel = "N", description = "How many, 1 to " + MOST + ".")
    private int threads;

    @Parameters(
            index = "1..*",
            paramLabel = "NODE",
            arity = "1..*",
            description = "Ids of executors, or the ends of them.")
    private List<String> nodes = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        Problems problems = new Problems();
        if (threads < 1 || threads > MOST) {
            problems.add("N is " + threads + "; 1 to " + MOST
                    + " are allowed. 'duestream node drain' is for an executor that is to run nothing");
        }
        return ask(
                nodes,
                new Order(
                        new ChangeThreads(threads),
                        report -> report.threads() == threads,
                        threads == 1 ? "1 thread" : threads + " threads"),
                problems);
    }
}
