package io.duestream.codec;

import java.io.IOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.io.Decoder;

/** A Java enum in an Avro enum, matched by name. */
final class EnumShape implements Shape {
    private final String path;
    private final Enum<?>[] bySymbol;
    private final int[] symbolOf;

    EnumShape(String path, Class<?> type, Schema schema) {
        this.path = path;
        Enum<?>[] constants = (Enum<?>[]) type.getEnumConstants();
        List<String> symbols = schema.getEnumSymbols();
        this.bySymbol = new Enum<?>[symbols.size()];
        this.symbolOf = new int[constants.length];
        for (Enum<?> constant : constants) {
            int symbol = symbols.indexOf(constant.name());
            symbolOf[constant.ordinal()] = symbol;
            if (symbol >= 0) {
                bySymbol[symbol] = constant;
            }
        }
        for (int i = 0; i < bySymbol.length; i++) {
            if (bySymbol[i] == null) {
                throw new IllegalStateException(type + " has no constant for the symbol " + symbols.get(i));
            }
        }
    }

    @Override
    public void write(Object value, ArrayEncoder out) {
        int symbol = symbolOf[((Enum<?>) value).ordinal()];
        if (symbol < 0) {
            throw new IllegalArgumentException(path + " = " + value
                    + " does not exist in the version that is written; raise records.write.version");
        }
        out.writeLong(symbol);
    }

    @Override
    public Object read(Decoder in) throws IOException {
        int symbol = in.readEnum();
        if (symbol < 0 || symbol >= bySymbol.length) {
            throw new MalformedRecordException(path + " names symbol " + symbol + " of " + bySymbol.length);
        }
        return bySymbol[symbol];
    }
}
