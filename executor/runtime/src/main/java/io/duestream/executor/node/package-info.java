/** The executor as a node among others: what it is asked. */
package io.duestream.executor.node;
