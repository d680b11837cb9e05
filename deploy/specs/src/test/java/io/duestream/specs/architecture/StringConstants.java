package io.duestream.specs.architecture;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The string constants of a class file, also those that the compiler put together: {@code cluster + "." + "commands"}
 * leaves the recipe {@code \1.commands}, where {@code \1} stands for a variable.
 */
final class StringConstants {
    private static final int UTF8 = 1;
    private static final int STRING = 8;

    private StringConstants() {}

    static List<String> in(InputStream classFile) throws IOException {
        DataInputStream in = new DataInputStream(classFile);
        in.skipNBytes(8);
        int count = in.readUnsignedShort();
        Map<Integer, String> texts = new HashMap<>();
        List<Integer> strings = new ArrayList<>();
        for (int index = 1; index < count; index++) {
            int tag = in.readUnsignedByte();
            if (tag == UTF8) {
                texts.put(index, in.readUTF());
            } else if (tag == STRING) {
                strings.add(in.readUnsignedShort());
            } else {
                in.skipNBytes(length(tag));
                index += takesTwoPlaces(tag) ? 1 : 0;
            }
        }
        return strings.stream().map(texts::get).toList();
    }

    private static boolean takesTwoPlaces(int tag) {
        return tag == 5 || tag == 6;
    }

    private static int length(int tag) {
        return switch (tag) {
            case 7, 16, 19, 20 -> 2;
            case 15 -> 3;
            case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
            case 5, 6 -> 8;
            default -> throw new IllegalArgumentException("no such constant in a class file: " + tag);
        };
    }
}
