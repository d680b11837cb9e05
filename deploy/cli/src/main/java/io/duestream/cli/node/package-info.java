/** {@code duestream node}: who is there and how they do, and what live executors can be asked. */
package io.duestream.cli.node;
