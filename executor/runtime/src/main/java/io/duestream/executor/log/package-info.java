/** Where lines of the business log go besides their topic: sinks, each with a queue and a thread of its own. */
package io.duestream.executor.log;
