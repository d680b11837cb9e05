package io.duestream.codec;

import io.duestream.job.JobId;
import io.duestream.job.Token;
import java.io.IOException;
import org.apache.avro.io.Decoder;

/**
 * Job ids and tokens, which stand in nearly every record: written and read without making texts of them. Whatever is not
 * plainly one takes the way of any text that is parsed, which says what is wrong with it.
 */
final class IdShapes {
    private static final int UNREADABLE = -1;

    private IdShapes() {}

    /** {@code <partition>-<offset>}. */
    record JobIdShape(ScalarShapes.ParsedShape text) implements Shape {
        /** What surely fits into a long. */
        private static final int MOST_DIGITS = 18;

        JobIdShape(String path, int maxLength) {
            this(new ScalarShapes.ParsedShape(path, maxLength, JobId::parse));
        }

        @Override
        public void write(Object value, ArrayEncoder out) {
            JobId id = (JobId) value;
            int length = digits(id.partition()) + 1 + digits(id.offset());
            if (length > text.maxLength()) {
                throw new BoundExceededException(text.path(), "characters", length, text.maxLength());
            }
            out.writeLong(length);
            out.writeDigits(id.partition(), digits(id.partition()));
            out.writeCharacter('-');
            out.writeDigits(id.offset(), digits(id.offset()));
        }

        @Override
        public Object read(Decoder in) throws IOException {
            if (in instanceof BoundedDecoder direct && direct.shortText() <= text.maxLength()) {
                JobId id = id(direct.source(), direct.position() + 1, direct.shortText());
                if (id != null) {
                    direct.skipString();
                    return id;
                }
            }
            return text.read(in);
        }

        private static JobId id(byte[] from, int at, int length) {
            int dash = at;
            while (dash < at + length && from[dash] != '-') {
                dash++;
            }
            long partition = number(from, at, dash);
            long offset = number(from, dash + 1, at + length);
            return partition < 0 || offset < 0 || partition > Integer.MAX_VALUE
                    ? null
                    : new JobId((int) partition, offset);
        }

        private static long number(byte[] from, int begin, int end) {
            int digits = end - begin;
            if (digits < 1 || digits > MOST_DIGITS || digits > 1 && from[begin] == '0') {
                return UNREADABLE;
            }
            long number = 0;
            for (int i = begin; i < end; i++) {
                int digit = from[i] - '0';
                if (digit < 0 || digit > 9) {
                    return UNREADABLE;
                }
                number = number * 10 + digit;
            }
            return number;
        }

        private static int digits(long number) {
            int digits = 1;
            for (long rest = number / 10; rest > 0; rest /= 10) {
                digits++;
            }
            return digits;
        }
    }

    /** 32 hex digits. */
    record TokenShape(ScalarShapes.ParsedShape text) implements Shape {
        private static final int HALF = 16;
        private static final int LENGTH = 2 * HALF;

        TokenShape(String path, int maxLength) {
            this(new ScalarShapes.ParsedShape(path, maxLength, Token::parse));
        }

        @Override
        public void write(Object value, ArrayEncoder out) {
            if (LENGTH > text.maxLength()) {
                throw new BoundExceededException(text.path(), "characters", LENGTH, text.maxLength());
            }
            Token token = (Token) value;
            out.writeLong(LENGTH);
            out.writeHex(token.accepted());
            out.writeHex(token.attempts());
        }

        @Override
        public Object read(Decoder in) throws IOException {
            if (in instanceof BoundedDecoder direct && direct.shortText() == LENGTH && LENGTH <= text.maxLength()) {
                long accepted = half(direct.source(), direct.position() + 1);
                long attempts = half(direct.source(), direct.position() + 1 + HALF);
                if (accepted >= 0 && attempts >= 0) {
                    direct.skipString();
                    return new Token(accepted, attempts);
                }
            }
            return text.read(in);
        }

        private static long half(byte[] from, int at) {
            long half = 0;
            for (int i = at; i < at + HALF; i++) {
                int digit = from[i] <= '9' ? from[i] - '0' : from[i] - 'a' + 10;
                boolean hex = from[i] <= '9' ? digit >= 0 : digit >= 10 && digit < 16;
                if (!hex) {
                    return UNREADABLE;
                }
                half = half << 4 | digit;
            }
            return half;
        }
    }
}
