package io.duestream.specs.architecture.wrong.circle.left;

import io.duestream.specs.architecture.wrong.circle.right.Right;

/** Knows the right. */
public record Left(Right right) {}
