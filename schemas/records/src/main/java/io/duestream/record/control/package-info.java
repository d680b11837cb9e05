/** What a node can be asked to do. */
package io.duestream.record.control;
