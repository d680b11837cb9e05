/** {@code duestream job}: submits jobs, from flags or from a file of many, lists, shows and steers them. */
package io.duestream.cli.job;
