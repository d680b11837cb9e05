/**
 * From the dispatch topic to a worker and back to a committed offset: what was delivered, what may be started next, which
 * offset may be committed, and the loop that polls. A partition's records start in offset order; an offset is committed
 * only when the reports of all records before it are acknowledged.
 */
package io.duestream.executor.delivery;
