package org.autoencoder4j.linalg;

import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The space of a vector and its images under powers of a symmetric operator, with an orthonormal basis V in which the
 * operator is tridiagonal (Lanczos 1950): {@code K V = V T + beta v e^T}. Each new vector is made orthogonal to all
 * others, in DOUBLE whatever the operator's type, so rounding costs no convergence. The eigenvalues of T, the Ritz
 * values, come near both ends of the spectrum first.
 */
final class KrylovSpace {
    /**
     * The share of a vector below which what is left of it is made orthogonal once more; as a rule once more is enough
     * (Kahan, in Parlett, The Symmetric Eigenvalue Problem).
     */
    private static final double LOST = 0.7;

    /** The share of a product below which what is left is rounding: the space holds its own images. */
    private static final double EXHAUSTED = 1e-14;

    private final SymmetricOperator operator;
    private final Work work;
    private final double[][] basis;
    /** The diagonal of T, and what lies beside it. */
    private final double[] diagonal;

    private final double[] beside;
    private int size;
    private boolean exhausted;

    /** An eigenvalue of T, with {@code ||K v - value v||} of its vector and the vector's coefficients. */
    record Ritz(double value, double residual, INDArray coefficients) {}

    /** Begins with a fixed irregular vector; counts products. */
    KrylovSpace(SymmetricOperator operator, int most, Work work) {
        int dimension = Math.toIntExact(operator.dimension());
        int largest = Math.min(most, dimension);
        this.operator = operator;
        this.work = work;
        this.basis = new double[largest + 1][];
        this.diagonal = new double[largest];
        this.beside = new double[largest];
        basis[0] = IrregularVectors.get(dimension, 0);
        scale(basis[0], 1 / norm(basis[0]));
    }

    /** Multiplies until there are so many more dimensions, or as many as there can be. */
    void extend(int dimensions) {
        int wanted = Math.min(size + dimensions, diagonal.length);
        while (size < wanted && !exhausted) {
            addDimension();
            work.advance(1);
        }
    }

    int size() {
        return size;
    }

    /** Tells whether more cannot be had: the space holds its images, or is as large as it may be. */
    boolean isComplete() {
        return exhausted || size == diagonal.length;
    }

    Ritz least() {
        return ritz(false);
    }

    Ritz greatest() {
        return ritz(true);
    }

    private Ritz ritz(boolean greatest) {
        double[][] tridiagonal = new double[size][size];
        for (int i = 0; i < size; i++) {
            tridiagonal[i][i] = diagonal[i];
            if (i > 0) {
                tridiagonal[i][i - 1] = beside[i - 1];
                tridiagonal[i - 1][i] = beside[i - 1];
            }
        }
        SymmetricEigen eigen = SymmetricEigen.of(Nd4j.createFromArray(tridiagonal));
        int which = greatest ? size - 1 : 0;
        INDArray coefficients = eigen.vectors().getColumn(which).dup();
        double residual = beside[size - 1] * Math.abs(coefficients.getDouble(size - 1));
        return new Ritz(eigen.values().getDouble(which), residual, coefficients);
    }

    /** The vector of a Ritz value, of length 1, DOUBLE, of rank 1. */
    INDArray vector(Ritz ritz) {
        double[] sum = new double[basis[0].length];
        for (int i = 0; i < size; i++) {
            Vectors.add(sum, ritz.coefficients.getDouble(i), basis[i]);
        }
        scale(sum, 1 / norm(sum));
        return Nd4j.createFromArray(sum);
    }

    private void addDimension() {
        double[] next = product(basis[size]);
        double length = norm(next);
        diagonal[size] = Vectors.interleavedDot(next, basis[size]);
        double before = length;
        orthogonalise(next);
        double left = norm(next);
        while (left < LOST * before && left > EXHAUSTED * length) {
            before = left;
            orthogonalise(next);
            left = norm(next);
        }
        exhausted = !(left > EXHAUSTED * length);
        beside[size] = exhausted ? 0 : left;
        scale(next, exhausted ? 0 : 1 / left);
        size++;
        basis[size] = next;
    }

    private void orthogonalise(double[] vector) {
        for (int i = size; i >= 0; i--) {
            Vectors.add(vector, -Vectors.interleavedDot(vector, basis[i]), basis[i]);
        }
    }

    private double[] product(double[] vector) {
        INDArray column = Nd4j.createFromArray(vector).reshape('f', vector.length, 1);
        INDArray typed = column.castTo(operator.dataType());
        return operator.times(typed).castTo(DataType.DOUBLE).data().asDouble();
    }

    private static double norm(double[] vector) {
        return Math.sqrt(Vectors.interleavedDot(vector, vector));
    }

    private static void scale(double[] vector, double factor) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= factor;
        }
    }
}
