/**
 * What single steps of a job's life cost, measured with JMH: decisions, encoding and decoding, keys of rows, due times, and
 * the scan of the timers. The build runs each benchmark once, to see that it works; docs/performance.md says how to measure.
 */
package io.duestream.jmh;
