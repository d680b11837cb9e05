package io.duestream.tracker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tracker process as Kafka Streams names it. The id is kept in the state folder over restarts; the client ids of the
 * process's group members and its transactional ids begin with the application and it.
 *
 * @param application Kafka Streams application id
 * @param id as in the state folder, a UUID
 */
record StreamsProcess(String application, String id) {
    private static final String UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final Pattern KEPT = Pattern.compile("\"processId\"\\s*:\\s*\"(" + UUID + ")\"");
    private static final Pattern THREADS = Pattern.compile("(.+)-(" + UUID + ")-\\d+");

    /** The process to which a state folder belongs, if Kafka Streams has written that down there. */
    static Optional<StreamsProcess> keptIn(Path stateDir, String application) throws IOException {
        Path kept = stateDir.resolve(application).resolve("kafka-streams-process-metadata");
        if (!Files.exists(kept)) {
            return Optional.empty();
        }
        Matcher found = KEPT.matcher(Files.readString(kept));
        return found.find() ? Optional.of(new StreamsProcess(application, found.group(1))) : Optional.empty();
    }

    /** The process that writes under a transactional id, if it is one of the application's. */
    static Optional<StreamsProcess> writing(String transactionalId, String application) {
        Matcher found = THREADS.matcher(transactionalId);
        return found.matches() && found.group(1).equals(application)
                ? Optional.of(new StreamsProcess(application, found.group(2)))
                : Optional.empty();
    }

    /** Whether one of these client ids is of a consumer of this process. */
    boolean among(Collection<String> clientIds) {
        String own = application + "-" + id + "-";
        return clientIds.stream().anyMatch(each -> each.startsWith(own));
    }
}
