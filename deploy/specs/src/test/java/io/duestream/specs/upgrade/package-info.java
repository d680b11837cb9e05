/** Nodes of two versions in one cluster. */
package io.duestream.specs.upgrade;
