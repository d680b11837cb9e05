package io.duestream.client;

/** Whether the {@code commands} topic is there, so that a missing one is told at once and not after a timeout. */
@FunctionalInterface
interface CommandsTopic {
    /**
     * Returns if commands can be sent.
     *
     * @throws org.apache.kafka.common.KafkaException why they cannot, as Kafka says it
     * @throws InterruptedException if interrupted while asking
     */
    void require() throws InterruptedException;

    /** A sending found the topic missing or the cluster silent: ask again next time. */
    default void forget() {}
}
