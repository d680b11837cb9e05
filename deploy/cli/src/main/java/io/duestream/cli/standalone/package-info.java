/** {@code duestream standalone}: a whole cluster in one process that keeps its data. */
package io.duestream.cli.standalone;
