package io.duestream.tracker.topology;

import io.duestream.topic.Topics;
import io.duestream.tracker.store.ParkedStore;
import io.duestream.tracker.store.ParkedStore.Parked;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps records whose schema is not known, most likely as a newer node wrote them. After an assignment those that can be
 * read by now are handed on, to be forwarded to their owner and answered there like any other: that is what an upgrade ends in.
 */
final class Parking {
    private static final Logger LOG = LoggerFactory.getLogger(Parking.class);
    /** Most records of a task, and most bytes: what newer nodes write while this one waits must not fill the disk. */
    static final int MOST_RECORDS = 10_000;

    static final long MOST_BYTES = 64 * 1024 * 1024L;

    private static final int MOST_ROW_BYTES = Topics.MAX_RECORD_BYTES - 4096;
    private static final int STEP = 100;
    private static final int STEP_BYTES = 4 * 1024 * 1024;

    private final ParkedStore parked;
    private final RecordReader reader;
    private final int partition;
    private int records;
    private long bytes;
    private Parked last;
    private boolean lookedThrough;

    Parking(ParkedStore parked, RecordReader reader, int partition) {
        this.parked = parked;
        this.reader = reader;
        this.partition = partition;
        count();
    }

    private void count() {
        Parked seen = null;
        for (List<Parked> rows = parked.after(null, STEP); !rows.isEmpty(); rows = parked.after(seen, STEP)) {
            for (Parked each : rows) {
                counted(each, 1);
                seen = each;
            }
        }
        lookedThrough = records == 0;
    }

    private void counted(Parked record, int sign) {
        records += sign;
        bytes += (long) sign * record.size();
    }

    /** Parks a record; false if there is no room for it. */
    boolean park(Record<byte[], byte[]> record, RecordMetadata at) {
        Parked row = new Parked(at.topic(), at.offset(), record.key(), record.value());
        boolean room = records < MOST_RECORDS && bytes + row.size() <= MOST_BYTES && row.size() <= MOST_ROW_BYTES;
        if (room) {
            parked.add(row);
            counted(row, 1);
        }
        return room;
    }

    /** A step through what was parked before the assignment, which hands on what can be read; whether another is needed. */
    boolean turn(Consumer<Parked> readable) {
        if (lookedThrough) {
            return false;
        }
        int taken = 0;
        int size = 0;
        List<Parked> step = parked.after(last, STEP);
        for (Parked each : step) {
            last = each;
            if (reader.knows(each.value())) {
                parked.remove(each);
                counted(each, -1);
                readable.accept(each);
                taken++;
                size += each.size();
            }
            if (size > STEP_BYTES) {
                break;
            }
        }
        if (taken > 0) {
            LOG.info("{} parked records of task {} can be read now and are taken up again", taken, partition);
        }
        lookedThrough = step.isEmpty();
        if (lookedThrough && records > 0) {
            LOG.warn("{} parked records of task {} still cannot be read: upgrade this node", records, partition);
        }
        return !lookedThrough;
    }
}
