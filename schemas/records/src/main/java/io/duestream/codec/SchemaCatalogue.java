package io.duestream.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/** The schemas that ship in a jar: for each record the released versions, in order, the last of which is the current one. */
public final class SchemaCatalogue {
    private static final SchemaCatalogue CONTRACT =
            new SchemaCatalogue(SchemaCatalogue.class, "/io/duestream/schemas/");

    private final Class<?> owner;
    private final String folder;

    /**
     * @param owner a class of the jar that holds the schemas
     * @param folder absolute resource folder: {@code <Record>.avsc} is current, {@code released/<n>/<Record>.avsc} is
     *     version n
     */
    public SchemaCatalogue(Class<?> owner, String folder) {
        this.owner = owner;
        this.folder = folder;
    }

    /** The record contract of Duestream. */
    public static SchemaCatalogue contract() {
        return CONTRACT;
    }

    /** The schema as it stands in the source. */
    public Schema current(String record) {
        return read(folder + record + ".avsc")
                .orElseThrow(() -> new IllegalStateException("no schema " + folder + record + ".avsc"));
    }

    /** All released versions, the first first. A version that did not change the record repeats it. */
    public List<Schema> released(String record) {
        List<Schema> versions = new ArrayList<>();
        for (int version = 1; ; version++) {
            Optional<Schema> schema = read(folder + "released/" + version + "/" + record + ".avsc");
            if (schema.isEmpty()) {
                return List.copyOf(versions);
            }
            versions.add(schema.get());
        }
    }

    private Optional<Schema> read(String resource) {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(new Schema.Parser().parse(in));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }
}
