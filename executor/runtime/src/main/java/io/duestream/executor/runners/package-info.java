/** Runners to try a cluster with, without writing one. */
package io.duestream.executor.runners;
