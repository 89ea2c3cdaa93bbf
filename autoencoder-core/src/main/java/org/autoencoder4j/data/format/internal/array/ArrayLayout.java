package org.autoencoder4j.data.format.internal.array;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.autoencoder4j.data.format.tensor.internal.NumberType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How an array of numbers lies in a file. Of rank 3 and more it is read as a matrix: its first axis are the samples, all
 * others their features, in C order whatever the file's order is.
 *
 * @param type the type of its numbers
 * @param byteOrder their byte order
 * @param order 'c' or 'f'
 * @param shape its sizes, at most {@value #MOST_RANK}
 * @param start the first byte of the numbers
 */
public record ArrayLayout(NumberType type, ByteOrder byteOrder, char order, List<Long> shape, long start) {
    /** The most axes, as in NumPy before version 2, and in ND4J. */
    public static final int MOST_RANK = 32;

    /** The number of numbers. */
    public long length() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** The samples: the size of the first axis. */
    public long rows() {
        return shape.isEmpty() ? 1 : shape.get(0);
    }

    /** The features: the sizes of all other axes, multiplied. */
    public long columns() {
        return shape.stream().skip(1).reduce(1L, Math::multiplyExact);
    }

    /** The shape that an array of it has in memory. */
    long[] matrixShape() {
        return isFlattened()
                ? new long[] {rows(), columns()}
                : shape.stream().mapToLong(Long::longValue).toArray();
    }

    /** Whether it has so many axes that those after the first become one. */
    public boolean isFlattened() {
        return shape.size() > 2;
    }

    /** The shape as NumPy prints it. */
    public String shapeText() {
        return shape.stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", ", "(", shape.size() == 1 ? ",)" : ")"));
    }

    /** Type and shape, and how it is read if that is not as it stands. */
    public String description() {
        return type.label() + " " + shapeText()
                + (isFlattened() ? ", read as " + rows() + " x " + columns() + ": the first axis are the samples" : "");
    }

    /** The column, in C order, of what is the so-many-th column in the file. */
    long column(long inFile) {
        if (order == 'c' || !isFlattened()) {
            return inFile;
        }
        long column = 0;
        long rest = inFile;
        long stride = columns();
        for (long size : shape.subList(1, shape.size())) {
            stride /= size;
            column += rest % size * stride;
            rest /= size;
        }
        return column;
    }

    /** The index of the number at a place in the file, as the matrix has it. */
    List<Long> index(long place) {
        List<Long> index = new ArrayList<>();
        if (!shape.isEmpty()) {
            index.add(order == 'c' ? place / columns() : place % rows());
        }
        if (shape.size() > 1) {
            index.add(order == 'c' ? place % columns() : column(place / rows()));
        }
        return index;
    }

    /** Requires that a file, or what else holds the array, has the bytes of its header and its numbers and no others. */
    ArrayLayout requireBytes(long size) {
        long expected = Math.addExact(start, Math.multiplyExact(length(), (long) type.width()));
        if (size != expected || columns() < 0) {
            throw new IllegalArgumentException("its header asks for " + expected + " bytes (" + type.label() + " "
                    + shapeText() + ") and it has " + size);
        }
        return this;
    }

    /** The layout in which an array is written. */
    static ArrayLayout of(INDArray array) {
        char order = array.rank() == 2 && array.ordering() == 'f' ? 'f' : 'c';
        List<Long> shape = Arrays.stream(array.shape()).boxed().toList();
        NumberType type = NumberType.FLOAT32.is(array.dataType()) ? NumberType.FLOAT32 : NumberType.FLOAT64;
        return new ArrayLayout(type, ByteOrder.nativeOrder(), order, shape, 0);
    }
}
