/** How an executor's Kafka clients are configured, and which of it may not be changed. */
package io.duestream.executor.clients;
