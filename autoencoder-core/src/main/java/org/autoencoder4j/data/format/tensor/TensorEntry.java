package org.autoencoder4j.data.format.tensor;

import java.util.List;

/**
 * Where a tensor lies in a file.
 *
 * @param name its name
 * @param type the type of its numbers
 * @param shape its sizes, none for a single number; the last one runs fastest
 * @param start its first byte, counted from that of the first tensor
 * @param end one past its last byte
 */
public record TensorEntry(String name, TensorType type, List<Long> shape, long start, long end) {
    /**
     * Copies the shape.
     *
     * @param name its name
     * @param type the type of its numbers
     * @param shape its sizes
     * @param start its first byte
     * @param end one past its last byte
     */
    public TensorEntry {
        shape = List.copyOf(shape);
    }

    /**
     * Returns the number of numbers.
     *
     * @return the product of the sizes, 1 if there is none
     */
    public long length() {
        return (end - start) / type.width();
    }

    long[] shapeArray() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }
}
