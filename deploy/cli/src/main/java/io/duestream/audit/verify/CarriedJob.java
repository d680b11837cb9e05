package io.duestream.audit.verify;

import io.duestream.audit.verify.LiveJob.Plan;
import io.duestream.codec.SchemaCatalogue;
import io.duestream.cron.DstGap;
import io.duestream.cron.DstOverlap;
import io.duestream.job.At;
import io.duestream.job.Bytes;
import io.duestream.job.Cron;
import io.duestream.job.FirePolicy;
import io.duestream.job.Immediate;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.job.Lease;
import io.duestream.job.MisfirePolicy;
import io.duestream.job.OverlapPolicy;
import io.duestream.job.Repeat;
import io.duestream.job.Token;
import io.duestream.job.Trigger;
import io.duestream.record.event.FireKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;

/**
 * Reads the whole job that a {@code JobCarried} holds. Of the tracker only the schema is used with which it wrote the job;
 * fields that are of no use here, or not known yet, are left alone.
 */
final class CarriedJob {
    private static final int HEADER = 10;

    private final Map<Long, Schema> schemas = new HashMap<>();

    CarriedJob() {
        SchemaCatalogue state = new SchemaCatalogue(CarriedJob.class, "/io/duestream/tracker/state/");
        add(state.current("StoredJob"));
        state.released("StoredJob").forEach(this::add);
    }

    private void add(Schema schema) {
        schemas.put(SchemaNormalization.parsingFingerprint64(schema), schema);
    }

    /** The job; empty if it was written by a tracker whose state is not known here. */
    Optional<LiveJob> read(JobKey key, Bytes state) {
        byte[] bytes = state.toArray();
        if (bytes.length < HEADER) {
            return Optional.empty();
        }
        Schema schema = schemas.get(ByteBuffer.wrap(bytes, 2, Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong());
        if (schema == null) {
            return Optional.empty();
        }
        try {
            GenericRecord stored = new GenericDatumReader<GenericRecord>(schema)
                    .read(null, DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, null));
            return Optional.of(job(key, record(stored, "job")));
        } catch (IOException | AvroRuntimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static LiveJob job(JobKey key, GenericRecord stored) {
        LiveJob job = new LiveJob(key);
        List<?> versions = (List<?>) stored.get("versions");
        GenericRecord version = (GenericRecord) versions.get(versions.size() - 1);
        GenericRecord definition = record(version, "definition");
        GenericRecord schedule = record(stored, "schedule");
        job.know(
                JobId.parse(text(stored, "id")),
                new Plan(
                        integer(version, "number"),
                        trigger(record(definition, "trigger")),
                        firing(record(definition, "firing")),
                        instant(schedule, "anchor").orElseThrow(),
                        instant(schedule, "nextDue"),
                        number(schedule, "scheduled")));
        job.opened(number(schedule, "fires"));
        job.handedOut(number(stored, "attempts"));
        job.standing(Standing.valueOf(text(stored, "standing")));
        job.fence(integer(stored, "fencedBelow"));
        for (Object fire : (List<?>) stored.get("fires")) {
            job.fires().add(fire((GenericRecord) fire));
        }
        return job;
    }

    private static OpenFire fire(GenericRecord stored) {
        List<?> shards = (List<?>) stored.get("shards");
        OpenFire fire = new OpenFire(
                number(stored, "number"),
                FireKind.valueOf(text(stored, "kind")),
                instant(stored, "dueAt").orElseThrow(),
                integer(stored, "version"),
                integer(stored, "priority"),
                (Boolean) stored.get("held"),
                shards.size());
        for (Object each : shards) {
            GenericRecord shard = (GenericRecord) each;
            fire.shard(integer(shard, "index")).ifPresent(open -> restore(open, shard));
        }
        return fire;
    }

    private static void restore(OpenShard open, GenericRecord stored) {
        GenericRecord attempt = record(stored, "attempt");
        OpenShard.State state = switch (text(stored, "state")) {
            case "QUEUED", "RUNNING" -> OpenShard.State.OUT;
            case "BACKING_OFF" -> OpenShard.State.BACKING_OFF;
            case "ENDED" -> OpenShard.State.ENDED;
            default -> OpenShard.State.WAITING;
        };
        open.restore(
                state,
                integer(stored, "attempts"),
                attempt == null ? null : new Lease(Token.parse(text(attempt, "token")), integer(attempt, "generation")),
                instant(stored, "retryAt").orElse(null));
    }

    private static Trigger trigger(GenericRecord stored) {
        return switch (stored.getSchema().getName()) {
            case "Immediate" -> new Immediate();
            case "At" -> new At(instant(stored, "at").orElseThrow());
            case "Repeat" ->
                new Repeat(
                        Duration.ofMillis(number(stored, "interval")),
                        number(stored, "count"),
                        instant(stored, "startAt"),
                        instant(stored, "endAt"));
            case "Cron" ->
                new Cron(
                        text(stored, "expression"),
                        text(stored, "zone"),
                        instant(stored, "startAt"),
                        instant(stored, "endAt"),
                        DstGap.valueOf(text(stored, "dstGap")),
                        DstOverlap.valueOf(text(stored, "dstOverlap")));
            default -> throw new IllegalArgumentException("a trigger that is not known here");
        };
    }

    private static FirePolicy firing(GenericRecord stored) {
        return new FirePolicy(
                OverlapPolicy.valueOf(text(stored, "overlap")),
                MisfirePolicy.valueOf(text(stored, "misfire")),
                Duration.ofMillis(number(stored, "catchUpWindow")),
                integer(stored, "catchUpCap"));
    }

    private static GenericRecord record(GenericRecord from, String field) {
        return (GenericRecord) from.get(field);
    }

    private static String text(GenericRecord from, String field) {
        return from.get(field).toString();
    }

    private static int integer(GenericRecord from, String field) {
        return (Integer) from.get(field);
    }

    private static long number(GenericRecord from, String field) {
        return (Long) from.get(field);
    }

    private static Optional<Instant> instant(GenericRecord from, String field) {
        return Optional.ofNullable((Long) from.get(field)).map(Instant::ofEpochMilli);
    }
}
