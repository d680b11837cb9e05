package io.duestream.cli.deadletter;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Bytes for a person. */
final class LetterText {
    private static final HexFormat HEX = HexFormat.of();
    private static final int ROW = 16;
    private static final int FIRST = 24;

    private LetterText() {}

    /** A key or a header: as text where it is some, else its first bytes in hex; a dash where there is none. */
    static String shortly(byte[] bytes) {
        if (bytes == null) {
            return "-";
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.codePoints().noneMatch(Character::isISOControl)) {
                return text.length() <= 200 ? text : text.substring(0, 200) + "…";
            }
        } catch (CharacterCodingException e) {
            // not text: shown as bytes
        }
        int shown = Math.min(bytes.length, FIRST);
        return "0x" + HEX.formatHex(bytes, 0, shown) + (shown < bytes.length ? "… (" + bytes.length + " bytes)" : "");
    }

    /** One line of a longer text. */
    static String line(String text, int most) {
        String line = text.replaceAll("\\s*[\\r\\n]+\\s*", " ");
        return line.length() <= most ? line : line.substring(0, most - 1) + "…";
    }

    /** Rows of sixteen bytes, in hex and as ASCII. */
    static List<String> dump(byte[] bytes, int most) {
        List<String> rows = new ArrayList<>();
        int end = Math.min(bytes.length, most);
        for (int from = 0; from < end; from += ROW) {
            int to = Math.min(end, from + ROW);
            StringBuilder ascii = new StringBuilder();
            for (int i = from; i < to; i++) {
                ascii.append(bytes[i] >= 0x20 && bytes[i] < 0x7f ? (char) bytes[i] : '.');
            }
            String hex = HexFormat.ofDelimiter(" ").formatHex(bytes, from, to);
            rows.add(String.format("%06x  %-47s  %s", from, hex, ascii));
        }
        if (end < bytes.length) {
            rows.add("… " + (bytes.length - end) + " more bytes (--json has them all)");
        }
        return rows;
    }
}
