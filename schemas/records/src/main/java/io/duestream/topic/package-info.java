/** Every topic name, its record, key, partitions, cleanup and retention, in one place. */
package io.duestream.topic;
