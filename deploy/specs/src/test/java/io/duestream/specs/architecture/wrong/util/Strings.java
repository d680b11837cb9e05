package io.duestream.specs.architecture.wrong.util;

final class Strings {
    private Strings() {}
}
