package org.autoencoder4j.parts.internal;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.autoencoder4j.data.format.Npy;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Writes numbers and arrays one after the other; {@link ByteReader} reads them in the same order. */
public final class ByteWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream data = new DataOutputStream(bytes);

    /** Something that is written. */
    @FunctionalInterface
    private interface Writing {
        void write(DataOutputStream data) throws IOException;
    }

    private ByteWriter write(Writing writing) {
        try {
            writing.write(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (OutOfMemoryError e) {
            throw tooLarge(e);
        }
        return this;
    }

    private IllegalArgumentException tooLarge(Throwable cause) {
        return new IllegalArgumentException(
                "what is to be sent does not fit in memory, or in one array of bytes, after " + bytes.size()
                        + " bytes; take a larger heap, or fewer units",
                cause);
    }

    /** The bytes for numbers of a width. */
    private byte[] block(int numbers, int width) {
        try {
            return new byte[Math.multiplyExact(numbers, width)];
        } catch (ArithmeticException | OutOfMemoryError e) {
            throw tooLarge(e);
        }
    }

    public ByteWriter add(long number) {
        return write(to -> to.writeLong(number));
    }

    public ByteWriter add(double number) {
        return write(to -> to.writeDouble(number));
    }

    public ByteWriter add(boolean is) {
        return write(to -> to.writeBoolean(is));
    }

    public ByteWriter add(String text) {
        return write(to -> to.writeUTF(text));
    }

    public ByteWriter add(byte[] block) {
        return write(to -> {
            to.writeInt(block.length);
            to.write(block);
        });
    }

    public ByteWriter add(double[] numbers) {
        byte[] block = block(numbers.length, Double.BYTES);
        ByteBuffer.wrap(block).asDoubleBuffer().put(numbers);
        return add(block);
    }

    public ByteWriter add(long[] numbers) {
        byte[] block = new byte[Math.multiplyExact(numbers.length, Long.BYTES)];
        ByteBuffer.wrap(block).asLongBuffer().put(numbers);
        return add(block);
    }

    public ByteWriter add(int[] numbers) {
        byte[] block = block(numbers.length, Integer.BYTES);
        ByteBuffer.wrap(block).asIntBuffer().put(numbers);
        return add(block);
    }

    /** An array of rank 0, 1 or 2, in its order. */
    public ByteWriter add(INDArray array) {
        return add(Npy.toBytes(array));
    }

    /** A small value of classes that the reader has, too; never one with arrays. */
    public ByteWriter add(Serializable value) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        try (ObjectOutputStream objects = new ObjectOutputStream(block)) {
            objects.writeObject(value);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    value + " of " + value.getClass() + " cannot be sent to other processes; all its fields must be"
                            + " serialisable",
                    e);
        }
        return add(block.toByteArray());
    }

    public byte[] toBytes() {
        return bytes.toByteArray();
    }
}
