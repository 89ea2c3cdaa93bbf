package org.autoencoder4j.backend;

import java.util.Arrays;
import org.autoencoder4j.backend.internal.Elements;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Argument checks whose messages name the argument, its value or shape, and the rule. Each returns its argument, so
 * that it fits into an assignment; NaN always fails.
 */
public final class Checks {
    private Checks() {}

    /**
     * Requires a FLOAT or DOUBLE matrix with at least one row and one column.
     *
     * @param name the argument's name
     * @param array the array
     * @return the array
     * @throws IllegalArgumentException if it is not such a matrix
     */
    public static INDArray matrix(String name, INDArray array) {
        realType(name, array);
        if (array.rank() != 2 || array.isEmpty()) {
            throw new IllegalArgumentException(
                    name + " has shape " + shape(array) + "; it must be a matrix with at least one row and one column");
        }
        return array;
    }

    /**
     * Requires a FLOAT or DOUBLE matrix of a given shape.
     *
     * @param name the argument's name
     * @param array the array
     * @param rows the rule for its rows, or -1 for any number
     * @param columns the rule for its columns, or -1 for any number
     * @param rule what the shape must agree with, in words
     * @return the array
     * @throws IllegalArgumentException if it is not such a matrix
     */
    public static INDArray matrix(String name, INDArray array, long rows, long columns, String rule) {
        matrix(name, array);
        if ((rows >= 0 && array.rows() != rows) || (columns >= 0 && array.columns() != columns)) {
            throw new IllegalArgumentException(name + " has shape " + shape(array) + "; it must be ["
                    + (rows < 0 ? "any" : rows) + ", " + (columns < 0 ? "any" : columns) + "]: " + rule);
        }
        return array;
    }

    /**
     * Requires a FLOAT or DOUBLE vector (rank 1) of a given length.
     *
     * @param name the argument's name
     * @param array the array
     * @param length the rule for its length
     * @param rule what the length must agree with, in words
     * @return the array
     * @throws IllegalArgumentException if it is not such a vector
     */
    public static INDArray vector(String name, INDArray array, long length, String rule) {
        realType(name, array);
        if (array.rank() != 1 || array.length() != length) {
            throw new IllegalArgumentException(
                    name + " has shape " + shape(array) + "; it must be [" + length + "]: " + rule);
        }
        return array;
    }

    /**
     * Requires two arrays of one type.
     *
     * @param name the first argument's name
     * @param array the first array
     * @param otherName the second argument's name
     * @param other the second array
     * @throws IllegalArgumentException if the types differ
     */
    public static void sameType(String name, INDArray array, String otherName, INDArray other) {
        sameType(name, array.dataType(), otherName, other.dataType());
    }

    /**
     * Requires two equal types.
     *
     * @param name the first argument's name
     * @param type the first type
     * @param otherName the second argument's name
     * @param otherType the second type
     * @throws IllegalArgumentException if the types differ
     */
    public static void sameType(String name, DataType type, String otherName, DataType otherType) {
        if (type != otherType) {
            throw new IllegalArgumentException(name + " is " + type + " and " + otherName + " is " + otherType
                    + "; both must have one type: cast one of them with castTo");
        }
    }

    /**
     * Requires a FLOAT or DOUBLE array whose entries are all finite. Cost: one pass at memory speed, and a copy of an array
     * whose numbers do not lie one after the other.
     *
     * @param name the argument's name
     * @param array the array
     * @return the array
     * @throws IllegalArgumentException if it has another type, or an entry is NaN or infinite: the message names the first
     *     such place in memory
     */
    public static INDArray finite(String name, INDArray array) {
        realType(name, array);
        if (array.rank() <= 2 && Elements.isContiguous(array)) {
            requireFinite(name, array);
        } else {
            try (INDArray copy = array.dup('c')) {
                requireFinite(name, copy);
            }
        }
        return array;
    }

    private static void requireFinite(String name, INDArray array) {
        Elements.of(array).firstNonFinite(0, array.length()).ifPresent(place -> {
            throw new IllegalArgumentException(name + " " + shape(array) + " has an entry that is NaN or infinite, at "
                    + Arrays.toString(index(place, array)) + "; all must be finite");
        });
    }

    /** The index of the number at a place in memory. */
    private static long[] index(long place, INDArray array) {
        long[] index = new long[array.rank()];
        long rest = place;
        for (int i = 0; i < index.length; i++) {
            int dimension = array.ordering() == 'f' ? i : index.length - 1 - i;
            index[dimension] = rest % array.size(dimension);
            rest /= array.size(dimension);
        }
        return index;
    }

    /**
     * Requires a finite number above 0.
     *
     * @param name the argument's name
     * @param value the number
     * @return the number
     * @throws IllegalArgumentException if it is not above 0 or not finite
     */
    public static double positive(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " = " + value + " must be finite and above 0");
        }
        return value;
    }

    /**
     * Requires a finite number of at least 0.
     *
     * @param name the argument's name
     * @param value the number
     * @return the number
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public static double nonNegative(String name, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " = " + value + " must be finite and at least 0");
        }
        return value;
    }

    /**
     * Requires a number in a closed range.
     *
     * @param name the argument's name
     * @param value the number
     * @param least the least allowed value
     * @param greatest the greatest allowed value
     * @return the number
     * @throws IllegalArgumentException if it is outside the range or NaN
     */
    public static double between(String name, double value, double least, double greatest) {
        if (!(value >= least && value <= greatest)) {
            throw new IllegalArgumentException(
                    name + " = " + value + " must lie between " + least + " and " + greatest);
        }
        return value;
    }

    /**
     * Requires a whole number in a closed range.
     *
     * @param name the argument's name
     * @param value the number
     * @param least the least allowed value
     * @param greatest the greatest allowed value
     * @return the number
     * @throws IllegalArgumentException if it is outside the range
     */
    public static long between(String name, long value, long least, long greatest) {
        if (value < least || value > greatest) {
            throw new IllegalArgumentException(name + " = " + value + " must lie between " + least + " and "
                    + (greatest == Long.MAX_VALUE ? "2^63 - 1" : greatest));
        }
        return value;
    }

    /**
     * Requires a whole number of at least a given one.
     *
     * @param name the argument's name
     * @param value the number
     * @param least the least allowed value
     * @return the number
     * @throws IllegalArgumentException if it is less
     */
    public static long atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " = " + value + " must be at least " + least);
        }
        return value;
    }

    /**
     * Requires FLOAT or DOUBLE.
     *
     * @param name the argument's name
     * @param type the type
     * @return the type
     * @throws IllegalArgumentException if it is another type
     */
    public static DataType realType(String name, DataType type) {
        if (type != DataType.FLOAT && type != DataType.DOUBLE) {
            throw new IllegalArgumentException(name + " is " + type + "; it must be FLOAT or DOUBLE");
        }
        return type;
    }

    private static void realType(String name, INDArray array) {
        realType(name, array.dataType());
    }

    private static String shape(INDArray array) {
        return Arrays.toString(array.shape());
    }
}
