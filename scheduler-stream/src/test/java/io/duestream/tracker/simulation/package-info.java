/**
 * Runs the decisions of the tracker in a small cluster that exists only in memory: virtual time, one seeded source of
 * chance, commands and reports that come twice, late or in another order, crashes that drop what was not committed,
 * clocks that jump, nodes that die and come back. Named invariants are checked after every step, and a failure prints
 * the seed that repeats it.
 */
package io.duestream.tracker.simulation;
