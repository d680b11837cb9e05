package io.duestream.specs.architecture.wrong.client;

/** What an executor may use. */
public record Sender(String topic) {}
