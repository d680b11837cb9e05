/** What decisions of the tracker changed or stated. Past tense; the state of a job is the fold of its events. */
package io.duestream.record.event;
