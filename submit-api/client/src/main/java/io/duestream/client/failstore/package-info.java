/**
 * Keeps records on the disk that could not be sent. {@link io.duestream.client.failstore.FailStore} is what a data base has
 * to offer, found by {@link io.duestream.client.failstore.FailStoreFactory};
 * {@link io.duestream.client.failstore.RecordStore} keeps records in it, within bounds, and
 * {@link io.duestream.client.failstore.FailStoreDirectory} sees that each process has a store of its own. Sending is
 * elsewhere.
 */
package io.duestream.client.failstore;
