package io.duestream.cli.bench;

import io.duestream.cli.output.Problems;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The options of scenarios that go through rounds of jobs. */
final class RoundOptions {
    static final int MOST_JOBS = 50_000_000;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Jobs of a round; default 100,000, of timers 5,000, of latency those of ten seconds, of"
                    + " executors at most 20,000.")
    private Integer jobs;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Rounds that count; default ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "2",
            description = "Rounds before them whose figures are left out; default ${DEFAULT-VALUE}.")
    private int warmUp;

    /** Made by the command line. */
    RoundOptions() {}

    /**
     * Jobs of a round, checked together with the rounds.
     *
     * @param otherwise how many if nothing was said
     * @param besides jobs that the scenario submits beside its rounds
     * @param inEach how many times that number a round may submit
     */
    int jobs(int otherwise, long besides, int inEach, Problems problems) {
        int number = jobs == null ? otherwise : jobs;
        require("--jobs", number, 1, MOST_JOBS, problems);
        require("--rounds", rounds, 1, 1_000, problems);
        require("--warm-up", warmUp, 0, 1_000, problems);
        long all = (long) number * (rounds + 2L * warmUp) * inEach + besides;
        int most = JobNumbers.LAST - JobNumbers.FIRST;
        if (all > most) {
            problems.add("--jobs " + number + " in " + rounds + " rounds and " + warmUp + " to warm up are " + all
                    + " jobs; at most " + most + " can be told apart");
        }
        return number;
    }

    int rounds() {
        return rounds;
    }

    int warmUp() {
        return warmUp;
    }

    static void require(String option, long value, long least, long most, Problems problems) {
        if (value < least || value > most) {
            problems.add(String.format(Locale.ROOT, "%s is %d; expected %,d to %,d", option, value, least, most));
        }
    }
}
