/** A whole cluster in this process, servers and roles, as the demo and standalone run it. */
package io.duestream.cli.local;
