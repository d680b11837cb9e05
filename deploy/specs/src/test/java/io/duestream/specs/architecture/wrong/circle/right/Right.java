package io.duestream.specs.architecture.wrong.circle.right;

import io.duestream.specs.architecture.wrong.circle.left.Left;
import java.util.Optional;

/** Knows the left. */
public record Right(Optional<Left> left) {
    public boolean has(Left other) {
        return left.filter(other::equals).isPresent();
    }
}
