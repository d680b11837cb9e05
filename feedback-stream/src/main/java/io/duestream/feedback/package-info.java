/**
 * Tells client groups what became of their submissions: reads the audit topic and writes outcomes, each exactly once.
 */
package io.duestream.feedback;
