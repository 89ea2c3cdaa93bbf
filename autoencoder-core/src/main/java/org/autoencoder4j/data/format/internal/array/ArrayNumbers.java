package org.autoencoder4j.data.format.internal.array;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import org.autoencoder4j.backend.internal.Elements;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.internal.RowBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Reads the numbers of an array from a channel that stands at the first of them. */
public final class ArrayNumbers {
    private ArrayNumbers() {}

    /**
     * Reads the numbers.
     *
     * @param name what an error names
     * @param layout how they lie there, known to fit what the channel holds
     * @param type FLOAT or DOUBLE
     * @return the array, in the file's order; of rank 3 and more a matrix in 'c' order
     */
    public static INDArray read(Object name, ReadableByteChannel channel, ArrayLayout layout, DataType type)
            throws IOException {
        if (layout.length() == 0) {
            return Nd4j.create(type, layout.matrixShape());
        }
        if (layout.isFlattened() && layout.order() == 'f') {
            long[] shape = layout.shape().stream().mapToLong(Long::longValue).toArray();
            try (INDArray array = fill(name, channel, layout, Nd4j.createUninitialized(type, shape, 'f'))) {
                return array.dup('c').reshape('c', layout.matrixShape());
            }
        }
        return fill(name, channel, layout, Nd4j.createUninitialized(type, layout.matrixShape(), layout.order()));
    }

    /**
     * An array that was read, as the batch of every step: a vector as a matrix with one column.
     *
     * @param name what an error names
     */
    public static Batches batches(Object name, INDArray array) {
        if (array.rank() == 0 || array.isEmpty()) {
            throw new IllegalArgumentException(name + " has shape " + Arrays.toString(array.shape())
                    + "; it must be a matrix with at least one row and one column, or a vector");
        }
        INDArray rows = array.rank() == 1 ? array.reshape(array.length(), 1) : array;
        INDArray inOrder = rows.ordering() == 'c' && Elements.isContiguous(rows) ? rows : rows.dup('c');
        RowBuffer.requireFinite(name, Elements.of(inOrder), inOrder.length(), inOrder.columns(), 0);
        return Batches.of(inOrder);
    }

    private static INDArray fill(Object name, ReadableByteChannel channel, ArrayLayout layout, INDArray array)
            throws IOException {
        Elements target = Elements.of(array);
        if (layout.type().is(array.dataType())) {
            target.readFrom(channel, layout.byteOrder());
            return array;
        }
        int width = layout.type().width();
        Conversion conversion = new Conversion(name, layout, array.dataType(), layout.length());
        ByteBuffer bytes = ByteBuffer.allocate(conversion.piece() * width);
        for (long at = 0; at < layout.length(); at += conversion.piece()) {
            int count = (int) Math.min(conversion.piece(), layout.length() - at);
            bytes.clear().limit(count * width);
            while (bytes.hasRemaining()) {
                if (channel.read(bytes) < 0) {
                    throw new EOFException("ended after " + at + " of " + layout.length() + " numbers");
                }
            }
            conversion.convert(bytes, count, at).copyTo(0, count, target, at);
        }
        return array;
    }
}
