package org.autoencoder4j.gradient.internal.rows;

import org.autoencoder4j.backend.internal.NativeReals;
import org.autoencoder4j.network.Activation.Zeros;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Rows of numbers on the heap, FLOAT or DOUBLE, all of one length, with the loops over them. Each row is an array of its
 * own, and the loops use one index for all arrays: only then does the compiler make vector instructions of them.
 */
public abstract sealed class Rows permits FloatRows, DoubleRows {
    public static Rows of(DataType type, int count, int length) {
        return type == DataType.FLOAT ? new FloatRows(count, length) : new DoubleRows(count, length);
    }

    /** Copies the first numbers of a row from native memory. */
    public abstract void read(int row, NativeReals source, int from, int count);

    /** Copies the first numbers of a row to native memory. */
    public abstract void write(int row, NativeReals target, int at, int count);

    /** Overwrites the first numbers of a row. */
    public abstract void set(int row, double[] values);

    public abstract void clear();

    /** Adds the row of others. */
    public abstract void add(int row, Rows others, int other);

    /** Subtracts a row of others from the first numbers of a row, and multiplies these with a factor. */
    public abstract void subtractAndScale(int row, Rows others, int other, int count, double factor);

    /** Copies the row of others. */
    public abstract void set(int row, Rows others, int other);

    /** Adds a combination of other rows: the sum over e in [from, to) of factors[e] times row which[e]. */
    public abstract void combine(int row, Rows others, int[] which, double[] factors, int from, int to);

    /** Adds the squares of a row of others, place by place. */
    public abstract void addSquares(int row, Rows others, int other);

    /** The sum of a row in double. */
    public abstract double sum(int row);

    /** The scalar product with a row of others. */
    public abstract double dot(int row, Rows others, int other);

    /** The sum over e in [from, to) of factors[e] times the number at places[e]. */
    public abstract double gather(int row, int[] places, double[] factors, int from, int to);

    /** Adds factor times values[e] to the number at places[e], for e in [from, to). */
    public abstract void scatter(int row, int[] places, double[] values, int from, int to, double factor);

    /** Appends the units that a row of pre-activations without bias activates. */
    public abstract void findActive(int row, Rows bias, Zeros zeros, ActiveCodes found);

    /** Sets what is below 0 to 0. */
    public abstract void rectify(int row);

    /**
     * Sets the numbers to 0 at whose places the row of others is not above 0.
     *
     * @return how many places have others above 0
     */
    public abstract double mask(int row, Rows others, int other);

    /** Counts the units that a row of pre-activations without bias activates. */
    public abstract int countActive(int row, Rows bias, Zeros zeros);

    /**
     * Makes codes X of pre-activations without bias, P: row 0 of each has them sample by sample, without gaps.
     */
    public abstract void activate(Rows products, Rows bias, int units, int samples, Zeros zeros);

    /**
     * Makes {@code D = X + V} of codes X, where {@code V = (P - G X) .* 1[X != 0]}, and adds to the sums; all lie as in
     * {@link #activate}.
     *
     * @return the sum of {@code X .* (P + V)}
     */
    public abstract double backpropagate(Rows products, Rows images, int units, int samples, LaneSums sums);

    /**
     * Makes {@code V = Q .* 1[X != 0]} of codes X, where {@code Q = W^T R} of the residuals R, and adds to the sums; all lie
     * as in {@link #activate}.
     */
    public abstract void backpropagate(Rows images, int units, int samples, LaneSums sums);
}
