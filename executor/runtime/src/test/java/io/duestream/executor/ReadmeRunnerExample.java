package io.duestream.executor;

/** The runner of the README, so that it always compiles. */
final class ReadmeRunnerExample {
    private ReadmeRunnerExample() {}

    public static void main(String[] args) throws InterruptedException {
        // README: runner
        try (Executor executor = Executor.builder()
                .bootstrapServers("localhost:9092")
                .group("mail")
                .runner("invoice", context -> {
                    String customer = context.parameter("customer").orElseThrow();
                    context.log().info("mailing the invoice of customer " + customer);
                    return RunResult.success();
                })
                .threads(20)
                .start()) {
            executor.awaitClosed();
        }
        // README: end
    }
}
