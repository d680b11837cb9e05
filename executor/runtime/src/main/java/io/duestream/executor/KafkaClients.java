package io.duestream.executor;

import io.duestream.executor.clients.ClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;

/** Makes the Kafka clients of one executor. */
interface KafkaClients {
    /** For the dispatch topic, as a member of the group. */
    Consumer<byte[], byte[]> dispatch();

    /** For the control topic. */
    Consumer<byte[], byte[]> control();

    /** For reports. */
    Producer<byte[], byte[]> reports();

    /** For lines of the business log. */
    Producer<byte[], byte[]> lines();

    /** For looking at topics and making them. */
    Admin admin();

    /**
     * Clients of real brokers.
     *
     * @param storing whether there is a fail store behind what is sent
     */
    static KafkaClients of(ClientConfigs configs, String consumerGroup, boolean storing) {
        return new KafkaClients() {
            @Override
            public Consumer<byte[], byte[]> dispatch() {
                return new KafkaConsumer<>(configs.dispatch(consumerGroup));
            }

            @Override
            public Consumer<byte[], byte[]> control() {
                return new KafkaConsumer<>(configs.control());
            }

            @Override
            public Producer<byte[], byte[]> reports() {
                return new KafkaProducer<>(configs.reports(storing));
            }

            @Override
            public Producer<byte[], byte[]> lines() {
                return new KafkaProducer<>(configs.lines(storing));
            }

            @Override
            public Admin admin() {
                return Admin.create(configs.admin());
            }
        };
    }
}
