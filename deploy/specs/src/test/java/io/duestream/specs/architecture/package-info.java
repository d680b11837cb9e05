/**
 * The shape of the code, as rules that fail the build. Each says why it is there and what to do instead, and each is shown
 * to fail on a small offender in {@code architecture.wrong}, whose packages mirror those of the product.
 */
package io.duestream.specs.architecture;
