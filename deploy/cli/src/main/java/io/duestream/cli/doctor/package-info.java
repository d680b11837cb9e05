/** {@code duestream doctor}: looks for what is wrong with a cluster, and says what mends it. */
package io.duestream.cli.doctor;
