package io.duestream.codec;

/**
 * The bytes were written with a schema that this node does not know, most likely by a newer node. Park the record and
 * read it again after an upgrade; it is not garbage. It has no stack trace, as {@link MalformedRecordException} has none.
 */
public final class UnknownSchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long fingerprint;

    UnknownSchemaException(String record, long fingerprint) {
        super(
                record + " was written with an unknown schema, fingerprint " + Long.toHexString(fingerprint)
                        + "; a newer node may have written it: upgrade this one",
                null,
                true,
                false);
        this.fingerprint = fingerprint;
    }

    /** CRC-64-AVRO of the unknown schema. */
    public long fingerprint() {
        return fingerprint;
    }
}
