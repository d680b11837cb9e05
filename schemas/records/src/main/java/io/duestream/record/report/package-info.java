/** What can be reported of an attempt. */
package io.duestream.record.report;
