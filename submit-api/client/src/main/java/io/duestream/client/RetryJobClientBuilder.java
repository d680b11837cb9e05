package io.duestream.client;

import io.duestream.client.failstore.FailStoreFactory;
import io.duestream.client.failstore.StoreBounds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Builds a {@link RetryJobClient}; made by {@link JobClientBuilder#failStore}. Not thread-safe. */
public final class RetryJobClientBuilder {
    private final JobClientBuilder client;
    private final Path root;
    private String kind = FailStoreFactory.DEFAULT;
    private StoreBounds bounds = StoreBounds.DEFAULT;
    private Duration storeAfter = Duration.ofSeconds(2);
    private Duration longestRetry = Duration.ofSeconds(10);
    private Duration dedupWindow = Duration.ofHours(1);
    private boolean reportsNode = true;

    RetryJobClientBuilder(JobClientBuilder client, Path root) {
        this.client = client;
        this.root = Objects.requireNonNull(root, "root");
    }

    /** Which kind of fail store: {@code leveldb} (default), {@code leveldb-java}, {@code rocksdb} or one of your own. */
    public RetryJobClientBuilder kind(String value) {
        kind = Objects.requireNonNull(value, "kind");
        return this;
    }

    /** How much may be stored; what is beyond is refused. Default {@link StoreBounds#DEFAULT}. */
    public RetryJobClientBuilder bounds(StoreBounds value) {
        bounds = Objects.requireNonNull(value, "bounds");
        return this;
    }

    /** How long an acknowledgement is waited for before a command is stored; default 2 s. */
    public RetryJobClientBuilder storeAfter(Duration value) {
        storeAfter = Objects.requireNonNull(value, "storeAfter");
        return this;
    }

    /** The longest pause between two looks whether the brokers are back; default 10 s. */
    public RetryJobClientBuilder longestRetry(Duration value) {
        longestRetry = Objects.requireNonNull(value, "longestRetry");
        return this;
    }

    /**
     * How long the tracker recognises a second copy of a submission, its {@code dedup.window.ms}; default 1 h. What may have
     * been sent longer ago goes marked as a possible duplicate.
     */
    public RetryJobClientBuilder dedupWindow(Duration value) {
        dedupWindow = Objects.requireNonNull(value, "dedupWindow");
        return this;
    }

    /**
     * Whether the client reports each second how it does, as every node, so that what waits in its store is seen by {@code
     * duestream node list} and {@code duestream doctor}; default true. False for one that may not write to the topic of
     * node reports.
     */
    public RetryJobClientBuilder reportsNode(boolean value) {
        reportsNode = value;
        return this;
    }

    /**
     * The client. It takes jobs at once, whether brokers are there or not, and sends what is in its store.
     *
     * @throws IllegalArgumentException if something is missing or wrong, with everything that is
     * @throws io.duestream.client.failstore.FailStoreException if no fail store can be opened in the directory
     */
    public RetryJobClient build() {
        return client.buildStoring(this);
    }

    boolean reportsNode() {
        return reportsNode;
    }

    List<String> problems(Duration deliveryTimeout) {
        List<String> problems = new ArrayList<>();
        try {
            FailStoreFactory.named(kind);
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage());
        }
        requirePositive("storeAfter", storeAfter, problems);
        requirePositive("longestRetry", longestRetry, problems);
        requirePositive("dedupWindow", dedupWindow, problems);
        if (storeAfter.compareTo(deliveryTimeout) > 0) {
            problems.add("storeAfter is " + storeAfter + ", longer than the deliveryTimeout of " + deliveryTimeout);
        }
        return problems;
    }

    private static void requirePositive(String name, Duration value, List<String> problems) {
        if (value.isNegative() || value.isZero()) {
            problems.add(name + " is " + value + "; expected more than zero");
        }
    }

    Path root() {
        return root;
    }

    FailStoreFactory factory() {
        return FailStoreFactory.named(kind);
    }

    StoreBounds bounds() {
        return bounds;
    }

    Duration storeAfter() {
        return storeAfter;
    }

    Duration longestRetry() {
        return longestRetry;
    }

    Duration dedupWindow() {
        return dedupWindow;
    }
}
