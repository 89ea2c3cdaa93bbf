package org.autoencoder4j.data.format.internal.array;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The header of an {@code .npy} file: magic, version, length, and a Python dictionary with the keys {@code descr},
 * {@code fortran_order} and {@code shape}. Nothing is evaluated.
 */
public final class NpyHeader {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;
    private static final int LONGEST = 1 << 16;

    private NpyHeader() {}

    /** Whether bytes begin as such a file does. */
    public static boolean begins(byte[] bytes) {
        return bytes.length >= MAGIC.length
                && ByteBuffer.wrap(bytes, 0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
    }

    /**
     * Magic, version 1.0, length and dictionary with which an array is written, padded so that the numbers begin at a
     * multiple of 64 bytes.
     */
    public static ByteBuffer of(INDArray array) {
        ArrayLayout layout = ArrayLayout.of(array);
        String text = "{'descr': '" + (layout.byteOrder() == ByteOrder.LITTLE_ENDIAN ? "<f" : ">f")
                + layout.type().width() + "', 'fortran_order': " + (layout.order() == 'f' ? "True" : "False")
                + ", 'shape': " + layout.shapeText() + ", }";
        int before = MAGIC.length + 4;
        int padding = ALIGNMENT - 1 - (before + text.length()) % ALIGNMENT;
        String padded = text + " ".repeat(padding) + "\n";
        ByteBuffer bytes = ByteBuffer.allocate(before + padded.length()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) padded.length());
        return bytes.put(padded.getBytes(StandardCharsets.US_ASCII)).flip();
    }

    /**
     * Reads a header and leaves the channel at the first number.
     *
     * @param name what an error names
     * @param size the bytes of the channel, which must end with the last number
     */
    public static ArrayLayout read(Object name, ReadableByteChannel channel, long size) throws IOException {
        return HeaderBytes.parse(
                name, "no .npy file", channel, size, bytes -> parse(bytes).requireBytes(size));
    }

    private static ArrayLayout parse(HeaderBytes bytes) throws IOException {
        if (!bytes.take(MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
            throw new IllegalArgumentException("it does not begin with \\x93NUMPY");
        }
        ByteBuffer version = bytes.take(2);
        int major = version.get(0);
        if (major < 1 || major > 3 || version.get(1) != 0) {
            throw new IllegalArgumentException(
                    "it has version " + major + "." + version.get(1) + ", which must be 1.0, 2.0 or 3.0");
        }
        long length = major == 1 ? bytes.littleShort() : bytes.littleInt();
        if (length > LONGEST) {
            throw new IllegalArgumentException("its header has " + length + " bytes; at most " + LONGEST + " are read");
        }
        ByteBuffer text = bytes.take((int) length);
        return new NpyDictionary(StandardCharsets.UTF_8.decode(text).toString()).layout(bytes.taken());
    }
}
