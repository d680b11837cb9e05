package io.duestream.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/** The broker's directory. It is formatted once; cluster id and node id then stand in its {@code meta.properties}. */
final class KafkaStorage {
    private KafkaStorage() {}

    /** Formats a fresh directory and leaves a formatted one as it is. */
    static void prepare(Path directory) {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        if (Files.exists(directory.resolve("__cluster_metadata-0"))) {
            throw new EmbeddedClusterException(
                    ("%s holds the data of a Kafka node but no meta.properties: formatting it anew would orphan the data."
                                    + " Restore the file, or choose an empty directory.")
                            .formatted(directory));
        }
        try (PrintStream chatter = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            Files.createDirectories(directory);
            new Formatter()
                    .setPrintStream(chatter)
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(BrokerProperties.NODE_ID)
                    .setDirectories(List.of(directory.toString()))
                    .setMetadataLogDirectory(directory.toString())
                    .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
                    // A start that was killed between the files of a format finishes it the next time.
                    .setIgnoreFormatted(true)
                    .run();
        } catch (Exception e) {
            throw new EmbeddedClusterException("cannot prepare %s for Kafka (%s)".formatted(directory, e), e);
        }
    }
}
