package io.duestream.client;

import java.time.Duration;
import java.time.Instant;

/** The submission that the README shows; it stands here so that it compiles. */
final class ReadmeSubmitExample {
    private ReadmeSubmitExample() {}

    public static void main(String[] args) {
        // README: submit
        try (JobClient client =
                JobClient.builder().bootstrapServers("localhost:9092").build()) {
            Receipt receipt = client.submit(Job.of("mail", "invoice-4711")
                    .type("invoice")
                    .parameter("customer", "12")
                    .at(Instant.now().plus(Duration.ofMinutes(10))));
            System.out.println(receipt.key() + " was accepted as job " + receipt.position());
        }
        // README: end
    }
}
