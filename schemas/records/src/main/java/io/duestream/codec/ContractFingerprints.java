package io.duestream.codec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.SchemaNormalization;

/** To which record of the contract a fingerprint belongs, of whatever version of it that this jar holds. */
final class ContractFingerprints {
    /** Every record that stands in a topic. */
    static final List<String> RECORDS = List.of(
            "JobCommand",
            "JobDispatch",
            "JobFeedback",
            "AuditRecord",
            "JobOutcome",
            "LogLine",
            "NodeControl",
            "NodeReport");

    private static final Map<Long, String> OWNERS = owners();

    private ContractFingerprints() {}

    private static Map<Long, String> owners() {
        SchemaCatalogue contract = SchemaCatalogue.contract();
        Map<Long, String> owners = new HashMap<>();
        for (String record : RECORDS) {
            owners.put(SchemaNormalization.parsingFingerprint64(contract.current(record)), record);
            contract.released(record)
                    .forEach(schema -> owners.put(SchemaNormalization.parsingFingerprint64(schema), record));
        }
        return Map.copyOf(owners);
    }

    /** The name of the record; empty if no schema of this jar has the fingerprint. */
    static Optional<String> owner(long fingerprint) {
        return Optional.ofNullable(OWNERS.get(fingerprint));
    }
}
