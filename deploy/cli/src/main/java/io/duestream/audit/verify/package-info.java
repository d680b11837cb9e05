/**
 * Proves the guarantees on a log. The checks know the contract alone: the state of a job is folded here anew, and times are
 * computed here anew, so that a mistake of the tracker cannot be repeated by who looks for it. Without Kafka or a clock; of
 * a job nothing is kept once it has ended.
 */
package io.duestream.audit.verify;
