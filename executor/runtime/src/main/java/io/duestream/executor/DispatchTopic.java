package io.duestream.executor;

import io.duestream.topic.TopicProvisioner;
import io.duestream.topic.TopicReport;
import io.duestream.topic.TopicSpec;
import io.duestream.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers a node group by making its dispatch topic. The cluster's own topics are not made here but waited for: how many
 * partitions they get is for the tracker or an operator to say, once for the cluster's life.
 */
final class DispatchTopic {
    private static final Logger LOG = LoggerFactory.getLogger(DispatchTopic.class);
    private static final int ANSWER_MILLIS = 5_000;
    private static final int PAUSE_MILLIS = 250;

    private final Admin admin;
    private final Topics topics;

    DispatchTopic(Admin admin, Topics topics) {
        this.admin = admin;
        this.topics = topics;
    }

    /**
     * Makes the dispatch topic of a group unless it exists.
     *
     * @throws ExecutorException if brokers or topics are not there within {@code timeout}, or the brokers refuse
     */
    void ensure(String group, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            awaitClusterTopics(deadline, timeout);
            make(group).problems().forEach(problem -> LOG.warn("{}", problem));
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
            throw new ExecutorException("interrupted while the executor was starting", e);
        } catch (KafkaException e) {
            throw new ExecutorException(
                    "the dispatch topic of group '" + group + "' could not be looked at or made: " + e.getMessage(), e);
        }
    }

    /**
     * Makes the dispatch topic of a group if it is gone.
     *
     * @return whether it was
     * @throws ExecutorException if the brokers refuse
     * @throws KafkaException if the brokers do not answer
     */
    boolean makeAgain(String group) {
        return make(group).topics().stream().anyMatch(topic -> topic.state() == TopicReport.State.CREATED);
    }

    private TopicReport make(String group) {
        TopicReport report = new TopicProvisioner(
                        admin, TopicProvisioner.DEFAULT_PARTITIONS, TopicProvisioner.BROKERS_DEFAULT)
                .ensure(List.of(topics.dispatch(group)));
        if (report.topics().stream().anyMatch(topic -> !topic.exists())) {
            throw new ExecutorException(String.join("; ", report.problems()));
        }
        return report;
    }

    private void awaitClusterTopics(long deadline, Duration timeout) throws InterruptedException {
        List<String> needed =
                List.of(topics.feedback(), topics.logs(), topics.metrics(), topics.control(), topics.deadLetters())
                        .stream()
                        .map(TopicSpec::name)
                        .toList();
        boolean told = false;
        while (true) {
            Finding finding = look(needed);
            if (finding.missing().isEmpty()) {
                return;
            }
            if (System.nanoTime() - deadline >= 0) {
                throw finding.afterWaiting(timeout, topics.cluster());
            }
            if (!told) {
                LOG.info("waiting for {}", finding.what(topics.cluster()));
                told = true;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private Finding look(List<String> needed) throws InterruptedException {
        try {
            Set<String> names = admin.listTopics(new ListTopicsOptions().timeoutMs(ANSWER_MILLIS))
                    .names()
                    .get();
            return new Finding(
                    needed.stream().filter(name -> !names.contains(name)).toList(), null);
        } catch (ExecutionException e) {
            return new Finding(needed, e.getCause());
        }
    }

    /** What is missing, and why it is not known if it is not. */
    private record Finding(List<String> missing, Throwable problem) {
        String what(String cluster) {
            return problem == null
                    ? "the topics " + missing + " of cluster '" + cluster + "'"
                    : "the brokers (" + problem.getMessage() + ")";
        }

        ExecutorException afterWaiting(Duration timeout, String cluster) {
            String advice = problem == null
                    ? "make them with 'duestream topic create' or start a tracker, or correct the cluster's name"
                    : "start them, or correct the bootstrap servers";
            return new ExecutorException(
                    "waited " + timeout.toSeconds() + " s in vain for " + what(cluster) + "; " + advice, problem);
        }
    }
}
