package org.autoencoder4j.parts.internal;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.autoencoder4j.data.format.Npy;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Reads what {@link ByteWriter} wrote, in the same order. */
public final class ByteReader {
    private final DataInputStream data;

    public ByteReader(byte[] bytes) {
        this.data = new DataInputStream(new ByteArrayInputStream(bytes));
    }

    /** Something that is read. */
    @FunctionalInterface
    private interface Reading<T> {
        T read(DataInputStream data) throws IOException;
    }

    private <T> T read(Reading<T> reading) {
        try {
            return reading.read(data);
        } catch (IOException e) {
            throw new UncheckedIOException("bytes that were sent are cut off", e);
        }
    }

    public long number() {
        return read(DataInputStream::readLong);
    }

    public double real() {
        return read(DataInputStream::readDouble);
    }

    public boolean is() {
        return read(DataInputStream::readBoolean);
    }

    public String text() {
        return read(from -> from.readUTF());
    }

    public byte[] block() {
        return read(from -> {
            byte[] block = new byte[from.readInt()];
            from.readFully(block);
            return block;
        });
    }

    public double[] reals() {
        byte[] block = block();
        double[] numbers = new double[block.length / Double.BYTES];
        ByteBuffer.wrap(block).asDoubleBuffer().get(numbers);
        return numbers;
    }

    public long[] numbers() {
        byte[] block = block();
        long[] numbers = new long[block.length / Long.BYTES];
        ByteBuffer.wrap(block).asLongBuffer().get(numbers);
        return numbers;
    }

    public int[] integers() {
        byte[] block = block();
        int[] numbers = new int[block.length / Integer.BYTES];
        ByteBuffer.wrap(block).asIntBuffer().get(numbers);
        return numbers;
    }

    public INDArray array() {
        return Npy.fromBytes(block());
    }

    /** Finds classes where the present thread does: a framework may load a user's classes by a loader of its own. */
    private static final class ContextObjects extends ObjectInputStream {
        ContextObjects(byte[] bytes) throws IOException {
            super(new ByteArrayInputStream(bytes));
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            try {
                return loader == null
                        ? super.resolveClass(description)
                        : Class.forName(description.getName(), false, loader);
            } catch (ClassNotFoundException e) {
                return super.resolveClass(description);
            }
        }
    }

    /** A value that must be of a type. */
    public <T> T value(Class<T> type) {
        try (ObjectInputStream objects = new ContextObjects(block())) {
            return type.cast(objects.readObject());
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    "a " + type.getSimpleName() + " that was sent cannot be read here; the same jars must be on both"
                            + " sides",
                    e);
        }
    }
}
