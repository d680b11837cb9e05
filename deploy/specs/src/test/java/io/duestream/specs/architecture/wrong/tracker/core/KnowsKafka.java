package io.duestream.specs.architecture.wrong.tracker.core;

import org.apache.kafka.common.TopicPartition;

record KnowsKafka(TopicPartition partition) {}
