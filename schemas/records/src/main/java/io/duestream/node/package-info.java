/** A process as a node among others: what it tells of itself each second, whatever its role. */
package io.duestream.node;
