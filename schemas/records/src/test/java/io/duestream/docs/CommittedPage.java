package io.duestream.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of the documentation that is made by a test and committed. */
record CommittedPage(String name) {
    /** Fails unless the page in the source is this text; with {@code -Dduestream.docs.update=true} it is written instead. */
    void mustBe(String text) {
        Path file = Path.of("../../docs", name);
        try {
            if (Boolean.getBoolean("duestream.docs.update")) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, text);
            }
            assertThat(Files.exists(file) ? Files.readString(file) : "")
                    .as(
                            "docs/%s is not what the source says; run `./mvnw -pl schemas/records test"
                                    + " -Dduestream.docs.update=true` and commit it",
                            name)
                    .isEqualTo(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
