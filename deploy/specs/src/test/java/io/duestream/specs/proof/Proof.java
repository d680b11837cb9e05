package io.duestream.specs.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.duestream.cli.Duestream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * What {@code duestream audit verify} says of a cluster.
 *
 * @param exitCode its exit code
 * @param said what it printed as JSON
 * @param messages what it printed as messages
 */
public record Proof(int exitCode, JsonNode said, String messages) {
    /** Runs it, with some more options. */
    public static Proof of(String bootstrapServers, String cluster, String... options) {
        List<String> arguments = new ArrayList<>(List.of("audit", "verify", "--json"));
        if (!List.of(options).contains("--grace")) {
            arguments.addAll(List.of("--grace", "0"));
        }
        arguments.addAll(List.of("--bootstrap", bootstrapServers, "--cluster", cluster));
        arguments.addAll(List.of(options));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Duestream.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
        try {
            return new Proof(exitCode, new ObjectMapper().readTree(out.toString()), err.toString());
        } catch (IOException e) {
            throw new IllegalStateException("not JSON: " + out + err, e);
        }
    }

    /**
     * Runs it again and again until it finds nothing, as what is under way when the last job has ended, such as a report
     * that comes too late, settles soon after. The last one, whatever it found.
     */
    public static Proof whenSettled(String bootstrapServers, String cluster, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        Proof proof = of(bootstrapServers, cluster, "--settled");
        while (proof.exitCode() != 0 && System.nanoTime() < end) {
            proof = of(bootstrapServers, cluster, "--settled");
        }
        return proof;
    }

    /** Each violation as check, place and words. */
    public List<String> violations() {
        return StreamSupport.stream(said.get("violations").spliterator(), false)
                .map(each -> each.get("check").asText() + " "
                        + each.path("job").asText("-") + " " + each.get("topic").asText() + "-"
                        + each.get("partition").asInt() + "@"
                        + each.get("offset").asLong() + ": " + each.get("words").asText())
                .toList();
    }

    /** How often a check was made. */
    public long checked(String check) {
        return said.get("checks").get(check).get("checked").asLong();
    }

    /** How often a check could not be made. */
    public long notCheckable(String check) {
        return said.get("checks").get(check).get("not_checkable").asLong();
    }
}
