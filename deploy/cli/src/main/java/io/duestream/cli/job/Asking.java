package io.duestream.cli.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.connection.Brokers;
import io.duestream.cli.output.CommandFailedException;
import io.duestream.cli.output.JsonOutput;
import io.duestream.client.Answer;
import io.duestream.client.JobClient;
import io.duestream.client.KafkaConnection;
import io.duestream.client.Receipt;
import io.duestream.client.TrackerAnswers;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import picocli.CommandLine.ExitCode;

/** Sends one command and tells the tracker's answer. */
final class Asking {
    private static final Duration DELIVERY = Duration.ofSeconds(20);

    private final KafkaConnection cluster;
    private final Wish wish;
    private final PrintWriter out;
    private final PrintWriter err;

    /** What the caller wants to hear. */
    record Wish(boolean answer, Duration timeout, boolean json) {}

    Asking(KafkaConnection cluster, Wish wish, PrintWriter out, PrintWriter err) {
        this.cluster = cluster;
        this.wish = wish;
        this.out = out;
        this.err = err;
    }

    static JobClient client(KafkaConnection connection, Duration delivery) {
        return JobClient.builder()
                .connection(connection)
                .sender("cli-" + System.getProperty("user.name", "unknown"))
                .deliveryTimeout(delivery)
                .build();
    }

    int ask(Function<JobClient, Receipt> command) throws InterruptedException {
        Brokers.require(cluster);
        try (TrackerAnswers answers = wish.answer() ? TrackerAnswers.open(cluster) : null;
                JobClient client = client(cluster, DELIVERY)) {
            Receipt receipt = command.apply(client);
            if (answers == null) {
                tell(receipt, Optional.empty());
                return ExitCode.OK;
            }
            Answer answer = answers.await(receipt.position(), wish.timeout());
            tell(receipt, Optional.of(answer));
            return AnswerText.good(answer) ? ExitCode.OK : ExitCode.SOFTWARE;
        } catch (TimeoutException e) {
            throw new CommandFailedException(e.getMessage(), e);
        }
    }

    private void tell(Receipt receipt, Optional<Answer> answer) {
        if (wish.json()) {
            ObjectNode node = JsonOutput.object();
            node.put("key", receipt.key().toString());
            receipt.submissionId().ifPresent(id -> node.put("submissionId", id));
            node.put(
                    "command",
                    receipt.position().partition() + "-" + receipt.position().offset());
            answer.ifPresent(each -> AnswerText.put(node, each));
            JsonOutput.print(out, node);
            return;
        }
        String words = answer.map(each -> AnswerText.words(receipt.key(), each))
                .orElseGet(() -> receipt.key() + ": the brokers have the command; the tracker will decide");
        boolean good = answer.map(AnswerText::good).orElse(true);
        (good ? out : err).println(good ? words : "duestream: " + words);
        out.flush();
        err.flush();
    }
}
