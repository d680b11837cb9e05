package io.duestream.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a record costs to write and to read, in a process that writes and reads the others too. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {
    private static final int ROUNDS = 500;

    /** Which record. */
    @Param
    public HotRecord kind;

    private HotRecord.Sample<?> sample;
    private byte[] bytes;

    /** A process that had only ever seen one kind would be compiled for that one and look faster than a tracker is. */
    @Setup
    public void seeEveryKind() {
        HotRecord[] kinds = HotRecord.values();
        HotRecord.Sample<?>[] samples = new HotRecord.Sample<?>[kinds.length];
        for (int i = 0; i < kinds.length; i++) {
            samples[i] = kinds[i].sample();
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (HotRecord.Sample<?> each : samples) {
                each.decode(each.encode());
            }
        }
        sample = samples[kind.ordinal()];
        bytes = sample.encode();
    }

    /** Writes it. */
    @Benchmark
    public byte[] encode() {
        return sample.encode();
    }

    /** Reads it. */
    @Benchmark
    public Object decode() {
        return sample.decode(bytes);
    }
}
