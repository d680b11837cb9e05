/**
 * What became of jobs, folded from the audit topic: the same for the demo, for listing and for showing jobs. A fold that
 * begins in the middle of a job's life knows only what came after; it says so instead of guessing.
 */
package io.duestream.cli.history;
