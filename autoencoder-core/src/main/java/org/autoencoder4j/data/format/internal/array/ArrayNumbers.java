package org.autoencoder4j.data.format.internal.array;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.autoencoder4j.backend.internal.Elements;
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
