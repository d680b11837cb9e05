/** {@code duestream group}: what holds for a whole node group: pause, rate, concurrency, bounds; and how the group does. */
package io.duestream.cli.group;
