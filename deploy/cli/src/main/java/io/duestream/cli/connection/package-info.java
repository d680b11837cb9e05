/** Which cluster a command speaks to, and how: a properties file, over it the environment, over both the flags. */
package io.duestream.cli.connection;
