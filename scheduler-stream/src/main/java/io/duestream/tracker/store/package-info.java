/**
 * Typed views on the state stores, and the layout of their keys. What stands in an index is always derived from the job
 * before and after a decision; nothing maintains it by hand.
 */
package io.duestream.tracker.store;
