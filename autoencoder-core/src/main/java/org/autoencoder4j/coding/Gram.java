package org.autoencoder4j.coding;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.BlasThreads;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Lanes;
import org.autoencoder4j.backend.internal.MatrixLines;
import org.autoencoder4j.backend.internal.NativeReals;
import org.autoencoder4j.backend.internal.NativeReals.Factor;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The Gram matrix {@code G = W^T W} of a dictionary, in double: all that an encoder needs to know of the atoms. It is
 * symmetric to the last bit. Immutable; threads may share it.
 */
public final class Gram {
    /** Columns of a block, the same whatever the number of threads. */
    private static final int BLOCK = 128;

    private static final double ROUNDING_FLOAT = 1e-6;
    private static final double ROUNDING_DOUBLE = 1e-10;

    private final double[][] rows;
    private final double rounding;

    private Gram(double[][] rows, DataType type) {
        this.rows = rows;
        this.rounding = type == DataType.FLOAT ? ROUNDING_FLOAT : ROUNDING_DOUBLE;
    }

    /**
     * Computes the matrix. Cost: {@code n m^2} operations, and memory for {@code m^2} numbers.
     *
     * @param weights W, {@code n x m}, FLOAT or DOUBLE; column i is the atom of unit i
     * @return the matrix
     * @throws IllegalArgumentException if weights is no matrix
     */
    public static Gram of(INDArray weights) {
        Checks.matrix("weights", weights);
        INDArray atoms = weights.castTo(DataType.DOUBLE);
        INDArray ordered = atoms.ordering() == 'f' && !atoms.isView() ? atoms : atoms.dup('f');
        return BlasThreads.share(workers -> new Gram(products(ordered, workers), weights.dataType()));
    }

    private static double[][] products(INDArray atoms, int workers) {
        int units = atoms.columns();
        double[][] rows = new double[units][units];
        if (!NativeReals.canHold(atoms)) {
            return symmetric(HeapMatrix.rows(atoms.transpose().mmul(atoms)));
        }
        NativeReals numbers = NativeReals.of(atoms);
        int blocks = (units + BLOCK - 1) / BLOCK;
        try (Work work = Work.begin("products of the atoms: blocks", blocks)) {
            Lanes.run(workers, blocks, work, (worker, block) -> {
                int first = block * BLOCK;
                addBlock(numbers, atoms.rows(), first, Math.min(BLOCK, units - first), rows);
            });
        }
        return symmetric(rows);
    }

    /** The products of some atoms with themselves and all before them. */
    private static void addBlock(NativeReals atoms, int features, int first, int count, double[][] rows) {
        int length = first + count;
        INDArray block = NativeReals.uninitialised(DataType.DOUBLE, length, count);
        NativeReals.of(block)
                .product(
                        atoms,
                        Factor.TRANSPOSED,
                        atoms.from(first * features),
                        Factor.PLAIN,
                        length,
                        count,
                        features,
                        1,
                        0);
        MatrixLines lines = new MatrixLines(block, length, length);
        for (int i = 0; i < count; i++) {
            lines.read(i, 0, rows[first + i], 0, first + i + 1);
        }
        block.close();
    }

    private static double[][] symmetric(double[][] rows) {
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < i; j++) {
                rows[j][i] = rows[i][j];
            }
        }
        return rows;
    }

    /**
     * Returns the number of units.
     *
     * @return m
     */
    public int units() {
        return rows.length;
    }

    /**
     * Returns the products of an atom with all.
     *
     * @param unit the unit of the atom, from 0 to m - 1
     * @return the row of G itself, of length m, not to be changed
     */
    public double[] row(int unit) {
        return rows[unit];
    }

    /** What a product of an atom and a sample may be off by, of their lengths: products are in the weights' type. */
    double rounding() {
        return rounding;
    }

    /** All rows. */
    double[][] rows() {
        return rows;
    }
}
