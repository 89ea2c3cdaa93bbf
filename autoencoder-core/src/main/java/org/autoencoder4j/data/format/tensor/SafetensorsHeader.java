package org.autoencoder4j.data.format.tensor;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.autoencoder4j.data.format.tensor.internal.StrictJson;

/**
 * The header of a safetensors file: 8 bytes with its length, little endian, and a JSON object that names tensors.
 *
 * @param tensors by their names, in the order of the header
 * @param metadata texts by their names, in the order of the header
 * @param dataStart the first byte of the first tensor
 */
record SafetensorsHeader(Map<String, TensorEntry> tensors, Map<String, String> metadata, long dataStart) {
    static final String METADATA = "__metadata__";
    static final int LENGTH_BYTES = 8;
    static final long LONGEST = 100_000_000;
    private static final int MOST_SIZES = 32;
    private static final int MOST_DIGITS = 18;

    /** Reads the header from the beginning of a file; the tensors must cover the rest of it. */
    static SafetensorsHeader read(FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < LENGTH_BYTES) {
            throw new IllegalArgumentException(
                    "it has " + size + " bytes; the first 8 must give the length of its header");
        }
        ByteBuffer prefix = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        channel.position(0);
        int count = 0;
        while (prefix.hasRemaining() && count >= 0) {
            count = channel.read(prefix);
        }
        long length = prefix.getLong(0);
        if (length < 0 || length > LONGEST) {
            throw new IllegalArgumentException(
                    "its header has " + Long.toUnsignedString(length) + " bytes; at most 100000000 (100 MB) are read");
        }
        if (length > size - LENGTH_BYTES) {
            throw new IllegalArgumentException(
                    "its header has " + length + " bytes and the file only " + size + "; it was cut off");
        }
        long data = LENGTH_BYTES + length;
        SafetensorsHeader header = parse(new Bounded(Channels.newInputStream(channel), length), data);
        requireCover(header.tensors.values(), size - data);
        return header;
    }

    private static SafetensorsHeader parse(InputStream text, long dataStart) throws IOException {
        Map<String, TensorEntry> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        try (JsonParser parser = StrictJson.parser(text)) {
            require(parser.nextToken() == JsonToken.START_OBJECT, "its header is no JSON object");
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (name.equals(METADATA)) {
                    readMetadata(parser, metadata);
                } else {
                    tensors.put(name, readTensor(parser, name));
                }
            }
            require(parser.nextToken() == null, "its header goes on behind the end of its JSON object");
        } catch (JsonProcessingException | CharacterCodingException e) {
            throw new IllegalArgumentException("its header is no JSON: " + StrictJson.reason(e), e);
        }
        return new SafetensorsHeader(tensors, metadata, dataStart);
    }

    private static void readMetadata(JsonParser parser, Map<String, String> metadata) throws IOException {
        require(parser.nextToken() == JsonToken.START_OBJECT, METADATA + " must be an object of texts");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                throw new IllegalArgumentException(METADATA + " entry " + shown(name) + " must be a text");
            }
            metadata.put(name, parser.getText());
        }
    }

    // What is wrong is put into words only where something is: a hostile header has millions of tensors.
    private static TensorEntry readTensor(JsonParser parser, String name) throws IOException {
        TensorType type = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw refused(name, "must be an object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            switch (field) {
                case "dtype" -> type = readType(parser, name);
                case "shape" -> shape = readSizes(parser, name, field);
                case "data_offsets" -> offsets = readSizes(parser, name, field);
                default ->
                    throw refused(name, "has a field " + shown(field) + "; it must have dtype, shape and data_offsets");
            }
        }
        if (type == null || shape == null || offsets == null || offsets.size() != 2) {
            throw refused(name, "must have a dtype, a shape and two data_offsets, once each");
        }
        return checked(new TensorEntry(name, type, shape, offsets.get(0), offsets.get(1)));
    }

    private static TensorType readType(JsonParser parser, String name) throws IOException {
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
            throw refused(name, "must have a text as dtype");
        }
        String text = parser.getText();
        return TensorType.of(text)
                .orElseThrow(() -> refused(
                        name,
                        "has the dtype " + shown(text) + ", which cannot be read; it must be one of "
                                + Arrays.toString(TensorType.values()) + ": convert it where the file was made"));
    }

    private static List<Long> readSizes(JsonParser parser, String name, String field) throws IOException {
        List<Long> sizes = new ArrayList<>();
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw refused(name, "field " + field + " must be a list");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (!isSize(parser)) {
                throw refused(name, "field " + field + " must hold whole numbers from 0 to 10^18");
            }
            if (sizes.size() == MOST_SIZES) {
                throw refused(name, "field " + field + " has more than " + MOST_SIZES + " entries");
            }
            sizes.add(parser.getLongValue());
        }
        return sizes;
    }

    /** Whether a number is whole, has at most 18 digits and no sign. */
    private static boolean isSize(JsonParser parser) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getTextLength() <= MOST_DIGITS
                && parser.getTextCharacters()[parser.getTextOffset()] != '-';
    }

    private static IllegalArgumentException refused(String name, String rule) {
        return new IllegalArgumentException("tensor " + shown(name) + " " + rule);
    }

    private static TensorEntry checked(TensorEntry entry) {
        long bytes = bytes(entry);
        if (entry.start() > entry.end() || entry.end() - entry.start() != bytes) {
            throw refused(
                    entry.name(),
                    "of type " + entry.type() + " and shape " + entry.shape() + " needs " + bytes
                            + " bytes; its data_offsets are [" + entry.start() + ", " + entry.end() + "]");
        }
        return entry;
    }

    private static long bytes(TensorEntry entry) {
        if (entry.shape().contains(0L)) {
            return 0;
        }
        try {
            return entry.shape().stream().reduce((long) entry.type().width(), Math::multiplyExact);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "tensor " + shown(entry.name()) + " has the shape " + entry.shape() + ", whose product overflows",
                    e);
        }
    }

    /** Each tensor begins where the one before ends, the first at 0, and the last ends with the file. */
    private static void requireCover(Iterable<TensorEntry> tensors, long bytes) {
        List<TensorEntry> ordered = new ArrayList<>();
        tensors.forEach(ordered::add);
        ordered.sort(Comparator.comparingLong(TensorEntry::start).thenComparingLong(TensorEntry::end));
        long at = 0;
        for (TensorEntry tensor : ordered) {
            if (tensor.start() != at) {
                throw new IllegalArgumentException("tensor " + shown(tensor.name()) + " begins at byte "
                        + tensor.start()
                        + " of the data, where " + (tensor.start() < at ? "another one lies" : "a hole would be left")
                        + ": it must begin at " + at);
            }
            at = tensor.end();
        }
        if (at != bytes) {
            throw new IllegalArgumentException("its tensors have " + at + " bytes and the file has " + bytes
                    + " for them: it was " + (at > bytes ? "cut off" : "added to"));
        }
    }

    private static void require(boolean kept, String rule) {
        if (!kept) {
            throw new IllegalArgumentException(rule);
        }
    }

    private static String shown(String name) {
        return "'" + StrictJson.excerpt(name) + "'";
    }

    /** The first bytes of a stream. */
    private static final class Bounded extends InputStream {
        private final InputStream stream;
        private long left;

        Bounded(InputStream stream, long length) {
            this.stream = stream;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                return length == 0 ? 0 : -1;
            }
            int count = stream.read(bytes, offset, (int) Math.min(left, length));
            left -= Math.max(count, 0);
            return count;
        }
    }
}
