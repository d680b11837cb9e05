/**
 * What an executor tells: reports of attempts, which are never dropped while the process lives, and lines of the business
 * log, which are when they come faster than they can be sent.
 */
package io.duestream.executor.report;
