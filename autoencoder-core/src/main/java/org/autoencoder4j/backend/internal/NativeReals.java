package org.autoencoder4j.backend.internal;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Numbers in native memory, FLOAT or DOUBLE, with the products of matrices that lie in them column by column without
 * gaps. To be used where {@link OpenBlas#ifPresent} says that OpenBLAS is there.
 *
 * <p>Threads may work on different parts at once, as long as {@link BlasThreads} keeps each product on its own thread.
 */
public abstract sealed class NativeReals permits NativeFloats, NativeDoubles {
    /** How a factor enters a product. */
    public enum Factor {
        /** As it lies. */
        PLAIN,
        /** With rows and columns exchanged. */
        TRANSPOSED
    }

    /** Numbers in a scalar product: so few that a sum in FLOAT keeps its digits. */
    private static final int BLOCK = 2048;

    /** Numbers that are copied and then added to: they stay in the cache between. */
    private static final int COPIED = 1 << 14;

    /** The most numbers of an array: the loops count in int. */
    private static final long MOST_NUMBERS = 1 << 27;

    /**
     * Tells whether arrays can be worked on here: ND4J computes on the CPU, OpenBLAS is there, and they are not too large.
     *
     * @param numbers how many the largest array has
     * @return whether they can
     */
    public static boolean canHold(long numbers) {
        return numbers <= MOST_NUMBERS && isPossible();
    }

    /**
     * Tells whether arrays can be worked on here at all.
     *
     * @return whether ND4J computes on the CPU and OpenBLAS is there
     */
    public static boolean isPossible() {
        return OpenBlas.forArrays().isPresent();
    }

    /**
     * Makes a matrix whose numbers are whatever is in memory. ND4J would write zeros first, on one thread.
     *
     * @param type FLOAT or DOUBLE
     * @param rows its rows
     * @param columns its columns
     * @return the matrix, in 'f' order; the garbage collector frees it
     */
    public static INDArray uninitialised(DataType type, long rows, long columns) {
        long length = rows * columns;
        Pointer memory = type == DataType.FLOAT ? new FloatPointer(length) : new DoublePointer(length);
        return Nd4j.create(
                Nd4j.createBuffer(memory, length, type), new long[] {rows, columns}, new long[] {1, rows}, 0, 'f');
    }

    /**
     * Tells whether an array can be worked on here as it is: {@link #canHold}, and its numbers lie without gaps.
     *
     * @param matrix a matrix
     * @return whether {@link #of} may be used
     */
    public static boolean canHold(INDArray matrix) {
        boolean columns = matrix.stride(0) == 1 && matrix.stride(1) == matrix.rows();
        boolean rows = matrix.stride(1) == 1 && matrix.stride(0) == matrix.columns();
        return (columns || rows) && canHold(matrix.length());
    }

    /**
     * Allocates memory, which the garbage collector frees.
     *
     * @param type FLOAT or DOUBLE
     * @param length how many numbers
     * @return the numbers, not initialised
     */
    public static NativeReals allocate(DataType type, int length) {
        return type == DataType.FLOAT ? NativeFloats.allocate(length) : NativeDoubles.allocate(length);
    }

    /**
     * Returns the memory of an array itself, which keeps the array reachable.
     *
     * @param array a FLOAT or DOUBLE array whose numbers lie without gaps, as many as {@link #canHold} allows
     * @return its numbers, in the array's own order
     */
    public static NativeReals of(INDArray array) {
        return array.dataType() == DataType.FLOAT ? NativeFloats.wrap(array) : NativeDoubles.wrap(array);
    }

    /**
     * Returns the part of this memory from a place on.
     *
     * @param start the place
     * @return the part itself, not a copy
     */
    public abstract NativeReals from(int start);

    /**
     * Copies numbers to the heap, FLOAT ones widened.
     *
     * @param from the first
     * @param target where to
     * @param at the first place there
     * @param count how many
     */
    public abstract void get(int from, double[] target, int at, int count);

    /**
     * Computes {@code this = A v} for a symmetric matrix A, of which only the lower triangle is read: half of the memory
     * that a product with all of it has to wait for.
     *
     * @param matrix A, n x n
     * @param vector v
     * @param n the order
     */
    public abstract void symmetricProduct(NativeReals matrix, NativeReals vector, int n);

    /**
     * Computes {@code this = alpha op(A) op(B) + beta this}.
     *
     * @param a A
     * @param opA how A enters
     * @param b B
     * @param opB how B enters
     * @param rows the rows of this and of op(A)
     * @param columns the columns of this and of op(B)
     * @param inner the columns of op(A) and the rows of op(B)
     * @param alpha the product's factor
     * @param beta the factor of what is there; 0 to overwrite
     */
    public final void product(
            NativeReals a,
            Factor opA,
            NativeReals b,
            Factor opB,
            int rows,
            int columns,
            int inner,
            double alpha,
            double beta) {
        multiply(a, opA, b, opB, leading(opB, inner, columns), rows, columns, inner, alpha, beta);
    }

    /** Computes {@link #product} where columns of B are some numbers apart. */
    abstract void multiply(
            NativeReals a,
            Factor opA,
            NativeReals b,
            Factor opB,
            int stepB,
            int rows,
            int columns,
            int inner,
            double alpha,
            double beta);

    /**
     * Computes {@code this = A^T B}, as {@link #product}, by a product of B and one column of A at a time. For a few columns
     * this is faster, as it copies nothing.
     *
     * @param a A
     * @param b B
     * @param rows the rows of this and the columns of A
     * @param columns the columns of this and of B
     * @param inner the rows of A and of B
     */
    public final void productByVectors(NativeReals a, NativeReals b, int rows, int columns, int inner) {
        Pointer matrix = b.cursor();
        Pointer vector = a.cursor();
        Pointer target = cursor();
        // Some versions of the BLAS multiply by a factor of 0 what they should overwrite, and what is there may be NaN.
        clear(rows * columns);
        for (int row = 0; row < rows; row++) {
            vectorProduct(matrix, inner, columns, vector, target, rows);
            advance(vector, inner);
            advance(target, 1);
        }
    }

    /**
     * Adds {@code B S^T} for a sparse matrix S of few rows, given column by column.
     *
     * @param b B
     * @param rows the rows of this and of B
     * @param columns the columns of B and of S
     * @param starts where the entries of each column of S begin, and after the last where they end
     * @param indices the row of each entry
     * @param values the entries
     */
    public final void addColumns(NativeReals b, int rows, int columns, int[] starts, int[] indices, double[] values) {
        Pointer source = b.cursor();
        Pointer target = cursor();
        long first = target.position();
        for (int column = 0; column < columns; column++) {
            for (int e = starts[column]; e < starts[column + 1]; e++) {
                target.position(first + (long) indices[e] * rows);
                addMultiple(values[e], source, target, rows);
            }
            advance(source, rows);
        }
    }

    /**
     * Sets numbers to 0.
     *
     * @param count how many from the first on
     */
    public final void clear(int count) {
        Pointer first = cursor();
        Pointer.memset(first, 0, (long) count * first.sizeof());
    }

    /**
     * Computes the lengths of columns, the squares summed as in {@link #squaredNorm} unless they would be too large or too
     * small for the type.
     *
     * @param rows numbers in a column
     * @param lengths receives the length of each column
     */
    public final void lengths(int rows, double[] lengths) {
        Pointer column = cursor();
        for (int j = 0; j < lengths.length; j++) {
            double squares = inner(column, column, rows);
            lengths[j] = Norms.isSafe(squares, type()) ? Math.sqrt(squares) : length(rows, j);
            advance(column, rows);
        }
    }

    private double length(int rows, int column) {
        double[] numbers = new double[rows];
        get(column * rows, numbers, 0, rows);
        return Vectors.scaledNorm(numbers);
    }

    /**
     * Divides columns by their lengths.
     *
     * @param rows numbers in a column
     * @param lengths what to divide each column by
     */
    public final void divide(int rows, double[] lengths) {
        Pointer column = cursor();
        for (double length : lengths) {
            if (Norms.isSafe(1 / length, type())) {
                scale(column, 1 / length, rows);
            } else {
                // In two steps, as the inverse is too large or too small for the type.
                scale(column, 1 / Math.sqrt(length), rows);
                scale(column, 1 / Math.sqrt(length), rows);
            }
            advance(column, rows);
        }
    }

    /**
     * Computes the sum of squares, as {@link #inner}.
     *
     * @param count how many numbers from the first on
     * @return the sum
     */
    public final double squaredNorm(int count) {
        return inner(this, count);
    }

    /**
     * Computes the inner product with other numbers. It is summed in their type over short blocks and in double over these.
     *
     * @param others the other numbers
     * @param count how many from the first on
     * @return the sum of products
     */
    public final double inner(NativeReals others, int count) {
        return inner(cursor(), others.cursor(), count);
    }

    /** Moves both pointers, and back: a new one for each block would be garbage. */
    private double inner(Pointer a, Pointer b, int count) {
        long first = a.position();
        long second = b.position();
        double sum = 0;
        for (int at = 0; at < count; at += BLOCK) {
            a.position(first + at);
            b.position(second + at);
            sum += dot(a, b, Math.min(BLOCK, count - at));
        }
        a.position(first);
        b.position(second);
        return sum;
    }

    /**
     * Computes {@code this = a + factor b}, by a copy of each block to which a multiple is added while it is at hand.
     *
     * @param a not this
     * @param factor the factor
     * @param b not this
     * @param at the first number
     * @param count how many
     */
    public final void setCombination(NativeReals a, double factor, NativeReals b, int at, int count) {
        Pointer first = a.from(at).cursor();
        Pointer second = b.from(at).cursor();
        Pointer target = from(at).cursor();
        for (int done = 0; done < count; done += COPIED) {
            int block = Math.min(COPIED, count - done);
            copy(first, target, block);
            addMultiple(factor, second, target, block);
            advance(first, block);
            advance(second, block);
            advance(target, block);
        }
    }

    private static void advance(Pointer pointer, int count) {
        pointer.position(pointer.position() + count);
    }

    abstract DataType type();

    /** A pointer to the first number, for the caller to move. */
    abstract Pointer cursor();

    /** Writes {@code A^T v}, with a given step from number to number. */
    abstract void vectorProduct(Pointer matrix, int rows, int columns, Pointer vector, Pointer target, int step);

    abstract double dot(Pointer a, Pointer b, int count);

    abstract void scale(Pointer numbers, double factor, int count);

    abstract void copy(Pointer source, Pointer target, int count);

    abstract void addMultiple(double factor, Pointer source, Pointer target, int count);

    static int leading(Factor op, int rowsOfFactor, int columnsOfFactor) {
        return op == Factor.PLAIN ? rowsOfFactor : columnsOfFactor;
    }
}
