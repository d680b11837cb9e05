/**
 * Who is handed out next, and where to: the queue of what waits for room in its group, how many attempts a group may have
 * out, and which partition of its topic is the idlest. Pure; the stores stand behind small interfaces.
 */
package io.duestream.tracker.dispatch;
