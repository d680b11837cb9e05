package io.duestream.topic;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/**
 * A topic as the brokers describe it.
 *
 * @param unreadable why its configuration could not be read, for a person; then the configuration is empty
 */
record ExistingTopic(String name, Uuid id, int partitions, Map<String, String> config, Optional<String> unreadable) {}
