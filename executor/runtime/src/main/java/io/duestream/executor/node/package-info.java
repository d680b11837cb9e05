/** The executor as a node among others: what it tells of itself each second, and what it is asked. */
package io.duestream.executor.node;
