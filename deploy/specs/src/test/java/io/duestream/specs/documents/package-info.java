/** What the documents say is compared with what the source says, so that a page cannot go on telling what is no more. */
package io.duestream.specs.documents;
