/**
 * What a job is: its key, its trigger, its policies and their rules. Plain types without Kafka, Avro or a clock, shared
 * by every module and by the tracker's pure core.
 */
package io.duestream.job;
