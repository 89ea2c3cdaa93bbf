package org.autoencoder4j.data.format.internal.array;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.autoencoder4j.backend.internal.Elements;
import org.autoencoder4j.data.format.tensor.internal.NumberType;
import org.nd4j.linalg.api.buffer.DataType;

/** Converts the numbers of a file to FLOAT or DOUBLE, some thousand at a time. Not to be shared by threads. */
final class Conversion {
    /** Numbers that are converted at a time. */
    static final int PIECE = 4096;

    private final Object name;
    private final ArrayLayout layout;
    private final DataType type;
    private final double[] doubles;
    private final float[] floats;
    private final ByteBuffer bytes;

    /** The most numbers that are converted at a time are so few that small arrays need little memory. */
    Conversion(Object name, ArrayLayout layout, DataType type, long most) {
        this.name = name;
        this.layout = layout;
        this.type = type;
        int piece = (int) Math.min(PIECE, most);
        this.doubles = new double[piece];
        this.floats = new float[type == DataType.FLOAT ? piece : 0];
        this.bytes = ByteBuffer.allocate(piece * type.width()).order(ByteOrder.nativeOrder());
    }

    /** The greatest number of numbers that can be converted at a time. */
    int piece() {
        return doubles.length;
    }

    /**
     * The first numbers of a buffer, in the byte order of the file. They are overwritten by the next call.
     *
     * @param place where the first one stands in the file, which an error names
     */
    Elements convert(ByteBuffer from, int count, long place) {
        ByteBuffer ordered = from.order(layout.byteOrder());
        bytes.clear();
        if (type == DataType.FLOAT) {
            layout.type().decode(ordered, floats, doubles, count);
            if (layout.type() == NumberType.FLOAT64) {
                requireNoOverflow(count, place);
            }
            bytes.asFloatBuffer().put(floats, 0, count);
        } else {
            layout.type().decode(ordered, doubles, count);
            bytes.asDoubleBuffer().put(doubles, 0, count);
        }
        return Elements.over(bytes.limit(count * type.width()), type);
    }

    private void requireNoOverflow(int count, long place) {
        for (int i = 0; i < count; i++) {
            if (Float.isInfinite(floats[i]) && Double.isFinite(doubles[i])) {
                throw new IllegalArgumentException(name + " has the number " + doubles[i] + " at "
                        + layout.index(place + i) + ", which is too large for FLOAT; it must be read as DOUBLE");
            }
        }
    }
}
