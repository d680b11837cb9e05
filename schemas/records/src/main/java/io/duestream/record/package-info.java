/** The records that travel on the topics: one Java record for each topic's value, bound to its Avro schema by name. */
package io.duestream.record;
