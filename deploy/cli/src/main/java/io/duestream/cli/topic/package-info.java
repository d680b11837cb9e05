/** {@code duestream topic}: makes the topics of a cluster. */
package io.duestream.cli.topic;
