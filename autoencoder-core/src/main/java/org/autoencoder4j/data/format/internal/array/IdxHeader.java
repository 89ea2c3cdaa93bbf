package org.autoencoder4j.data.format.internal.array;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.autoencoder4j.data.format.tensor.internal.NumberType;

/** The header of an IDX file: two zeros, the type, the number of axes, and the size of each, big endian. */
public final class IdxHeader {
    private static final int MAGIC = 4;
    private static final Map<Integer, NumberType> TYPES = Map.of(
            0x08, NumberType.UINT8,
            0x09, NumberType.INT8,
            0x0B, NumberType.INT16,
            0x0C, NumberType.INT32,
            0x0D, NumberType.FLOAT32,
            0x0E, NumberType.FLOAT64);

    private IdxHeader() {}

    /** Whether bytes begin as such a file does. */
    public static boolean begins(byte[] bytes) {
        return bytes.length >= MAGIC
                && bytes[0] == 0
                && bytes[1] == 0
                && TYPES.containsKey((int) bytes[2])
                && bytes[3] > 0;
    }

    /**
     * Reads a header and leaves the channel at the first number.
     *
     * @param name what an error names
     * @param size the bytes of the channel, which must end with the last number
     */
    public static ArrayLayout read(Object name, ReadableByteChannel channel, long size) throws IOException {
        return HeaderBytes.parse(
                name, "no IDX file", channel, size, bytes -> parse(bytes).requireBytes(size));
    }

    private static ArrayLayout parse(HeaderBytes bytes) throws IOException {
        ByteBuffer magic = bytes.take(MAGIC);
        if (magic.getShort(0) != 0) {
            throw new IllegalArgumentException("it does not begin with two bytes that are 0");
        }
        NumberType type = TYPES.get((int) magic.get(2));
        if (type == null) {
            throw new IllegalArgumentException("its third byte, the type, is " + (magic.get(2) & 0xFF)
                    + ", which must be 8 (unsigned bytes), 9, 11, 12 (signed, 1, 2 or 4 bytes), 13 or 14 (floating point, 4"
                    + " or 8 bytes)");
        }
        int rank = magic.get(3) & 0xFF;
        if (rank < 1 || rank > ArrayLayout.MOST_RANK) {
            throw new IllegalArgumentException("its fourth byte, the number of axes, is " + rank
                    + ", which must be from 1 to " + ArrayLayout.MOST_RANK);
        }
        List<Long> shape = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            shape.add(bytes.bigInt());
        }
        return new ArrayLayout(type, ByteOrder.BIG_ENDIAN, 'c', List.copyOf(shape), bytes.taken());
    }
}
