package io.duestream.executor;

/** The runner of the README, so that it always compiles. */
final class ReadmeRunnerExample {
    private ReadmeRunnerExample() {}

    public static void main(String[] args) throws InterruptedException {
        try (Executor executor = Executor.builder()
                .bootstrapServers("localhost:9092")
                .group("mail")
                .runner("invoice", context -> {
                    context.log().info("mailing invoice " + context.payloadText());
                    return RunResult.success();
                })
                .threads(20)
                .start()) {
            executor.awaitClosed();
        }
    }
}
