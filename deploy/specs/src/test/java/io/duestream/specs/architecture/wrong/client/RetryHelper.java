package io.duestream.specs.architecture.wrong.client;

final class RetryHelper {
    private RetryHelper() {}
}
