/**
 * Sends records until the broker has them, and keeps them in a fail store meanwhile. The way in is
 * {@link io.duestream.client.sender.ReliableSender}; it serves submissions, reports and lines of the business log alike.
 * What a record says is known here only as far as it must be changed to be sent again.
 */
package io.duestream.client.sender;
