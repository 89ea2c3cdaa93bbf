package org.autoencoder4j.data.format.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;

/** Converts the numbers of a tensor to FLOAT or DOUBLE, some thousand at a time. Not to be shared by threads. */
final class TensorNumbers {
    /** The most numbers that are converted at a time. */
    static final int MOST = 1 << 13;

    private final Path file;
    private final TensorEntry entry;
    private final boolean single;
    private final double[] doubles;
    private final float[] floats;
    private final ByteBuffer converted;

    TensorNumbers(Path file, TensorEntry entry, DataType type) {
        this.file = file;
        this.entry = entry;
        this.single = type == DataType.FLOAT;
        int most = (int) Math.min(MOST, entry.length());
        this.doubles = new double[most];
        this.floats = new float[single ? most : 0];
        this.converted = ByteBuffer.allocate(most * type.width()).order(ByteOrder.nativeOrder());
    }

    /**
     * The numbers of a buffer, overwritten by the next call.
     *
     * @param place where the first one stands in the tensor, which an error names
     */
    ByteBuffer convert(ByteBuffer bytes, int count, long place) {
        ByteBuffer ordered = bytes.order(ByteOrder.LITTLE_ENDIAN);
        converted.clear();
        if (single) {
            entry.type().numbers().decode(ordered, floats, doubles, count);
            requireNoOverflow(count, place);
            converted.asFloatBuffer().put(floats, 0, count);
            return converted.limit(count * Float.BYTES);
        }
        entry.type().numbers().decode(ordered, doubles, count);
        converted.asDoubleBuffer().put(doubles, 0, count);
        return converted.limit(count * Double.BYTES);
    }

    /** Only numbers of 64 bits with an exponent of their own can be too large. */
    private void requireNoOverflow(int count, long place) {
        for (int i = 0; entry.type() == TensorType.F64 && i < count; i++) {
            if (Float.isInfinite(floats[i]) && Double.isFinite(doubles[i])) {
                throw new IllegalArgumentException(
                        file + ", tensor " + entry.name() + " has the number " + doubles[i] + " at "
                                + Arrays.toString(index(place + i))
                                + ", which is too large for FLOAT; it must be read as DOUBLE");
            }
        }
    }

    private long[] index(long place) {
        long[] index = entry.shapeArray();
        long rest = place;
        for (int axis = index.length - 1; axis >= 0; axis--) {
            long size = index[axis];
            index[axis] = rest % size;
            rest /= size;
        }
        return index;
    }
}
