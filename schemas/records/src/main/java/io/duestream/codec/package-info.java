/**
 * Turns records into bytes and back: Avro single-object encoding with the schemas that ship in this jar. Java records are
 * bound to their schema by name, and the bounds that a schema states are checked both ways. No schema that came in a
 * message is ever parsed.
 */
package io.duestream.codec;
