package io.duestream.cli.doctor;

import io.duestream.topic.Replies;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;

/** Transactions that hold back readers. Asked of the partitions: there it shows also what its coordinator has forgotten. */
final class OpenTransactions implements Check {
    @Override
    public String name() {
        return "transactions";
    }

    @Override
    public String looksFor() {
        return "Transactions in topics of the cluster that have been open, without a record, for longer than"
                + " `--open-transaction`: readers get nothing behind their first record.";
    }

    @Override
    public List<Finding> look(Examination examination) {
        List<TopicPartition> partitions = partitions(examination);
        Map<TopicPartition, PartitionProducerState> producers =
                Replies.await(examination.admin().describeProducers(partitions).all());
        Map<Long, TransactionListing> known = new HashMap<>();
        Replies.await(examination.admin().listTransactions().all()).forEach(each -> known.put(each.producerId(), each));
        Instant now = examination.limits().clock().instant();
        List<Finding> findings = new ArrayList<>();
        producers.forEach((partition, state) -> {
            for (ProducerState producer : state.activeProducers()) {
                Duration idle = Duration.between(Instant.ofEpochMilli(producer.lastTimestamp()), now);
                if (producer.currentTransactionStartOffset().isPresent()
                        && idle.compareTo(examination.limits().openTransaction()) > 0) {
                    findings.add(finding(
                            examination,
                            partition,
                            producer,
                            idle,
                            Optional.ofNullable(known.get(producer.producerId()))));
                }
            }
        });
        return findings;
    }

    private static List<TopicPartition> partitions(Examination examination) {
        List<String> names = examination.topicNames().stream()
                .filter(examination.topics()::owns)
                .toList();
        Map<String, TopicDescription> topics =
                Replies.await(examination.admin().describeTopics(names).allTopicNames());
        return topics.values().stream()
                .flatMap(topic ->
                        topic.partitions().stream().map(each -> new TopicPartition(topic.name(), each.partition())))
                .toList();
    }

    private static Finding finding(
            Examination examination,
            TopicPartition partition,
            ProducerState producer,
            Duration idle,
            Optional<TransactionListing> listing) {
        long start = producer.currentTransactionStartOffset().getAsLong();
        String found = "a transaction in " + partition + " has been open at offset " + start + " for "
                + idle.toSeconds() + " s; ";
        Optional<TransactionListing> ongoing = listing.filter(each -> each.state() == TransactionState.ONGOING);
        if (ongoing.isEmpty()) {
            return Finding.error(
                    found + "its coordinator does not know of it, so it never ends: it hangs",
                    "an end within the timeout of its producer",
                    "leave it to a running tracker, which ends it as its coordinator had decided; if none has within a"
                            + " minute, nobody can tell how it was to end, and this aborts it there, whatever became of"
                            + " it elsewhere: kafka-transactions.sh --bootstrap-server HOST:PORT abort --topic "
                            + partition.topic()
                            + " --partition " + partition.partition() + " --start-offset " + start);
        }
        String id = ongoing.get().transactionalId();
        TransactionDescription description = Replies.await(
                        examination.admin().describeTransactions(List.of(id)).all())
                .get(id);
        return Finding.warning(
                found + "it is that of '" + id + "', which may keep it for " + description.transactionTimeoutMs() / 1000
                        + " s",
                "an end within seconds",
                "stop the process that uses the transactional id '" + id + "'; the brokers abort it at its timeout");
    }
}
