package org.autoencoder4j.check.latents.internal;

import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.MatrixLines;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.sae.LatentActivation;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** An encoder's columns, what its units are without any atom, and their products with all atoms, block by block. */
public final class EncoderProducts {
    /** Units whose products with all atoms are computed at once: the products of one block take 8 * 256 * m bytes. */
    public static final int BLOCK = 256;

    /** Rows that one task of a thread takes. */
    private static final int CHUNK = 16;

    private final INDArray encoder;
    private final INDArray atoms;
    private final double[] encoderBias;
    private final double[] bias;
    private final double[] norms;
    private final double longestAtom;
    private final double offsetScale;

    /** What is done with one row of G; it must not keep the row, which is used again. */
    @FunctionalInterface
    public interface RowTask {
        void accept(int unit, double[] products);
    }

    /** Copies both matrices in DOUBLE where they are not. */
    public EncoderProducts(SparseAutoencoder autoencoder, INDArray dictionary, INDArray offset) {
        boolean rescaled = autoencoder.activation() instanceof LatentActivation.TopK top && top.rescaled();
        INDArray scales = rescaled
                ? Nd4j.createFromArray(autoencoder.decoderNorms())
                : Nd4j.ones(DataType.DOUBLE, autoencoder.units());
        INDArray columns = columns(autoencoder.encoder());
        this.encoder = rescaled ? columns(columns.mulRowVector(scales)) : columns;
        this.atoms = dictionary == autoencoder.encoder() && !rescaled ? encoder : columns(dictionary);
        this.encoderBias = autoencoder
                .encoderBias()
                .castTo(DataType.DOUBLE)
                .mul(scales)
                .dup()
                .toDoubleVector();
        this.norms = norms(encoder);
        double longest = 0;
        for (double norm : norms(atoms)) {
            longest = Math.max(longest, norm);
        }
        this.longestAtom = longest;
        INDArray shift = offset.castTo(DataType.DOUBLE).dup();
        if (autoencoder.centresInput()) {
            shift.subi(autoencoder.decoderBias().castTo(DataType.DOUBLE));
        }
        double[] moved = shift.toDoubleVector();
        this.offsetScale = Vectors.scaledNorm(moved);
        this.bias = encoderBias.clone();
        MatrixLines lines = new MatrixLines(encoder, features(), features());
        double[] column = new double[features()];
        for (int i = 0; i < bias.length && offsetScale > 0; i++) {
            lines.read(i, 0, column, 0, column.length);
            bias[i] += Vectors.dot(column, moved);
        }
    }

    private static INDArray columns(INDArray matrix) {
        INDArray doubles = matrix.castTo(DataType.DOUBLE);
        return doubles.ordering() == 'f' && !doubles.isView() ? doubles : doubles.dup('f');
    }

    private static double[] norms(INDArray matrix) {
        MatrixLines lines = new MatrixLines(matrix, matrix.rows(), matrix.rows());
        double[] column = new double[matrix.rows()];
        double[] norms = new double[matrix.columns()];
        for (int i = 0; i < norms.length; i++) {
            lines.read(i, 0, column, 0, column.length);
            norms[i] = Vectors.scaledNorm(column);
        }
        return norms;
    }

    public int units() {
        return bias.length;
    }

    public int features() {
        return encoder.rows();
    }

    /** beta_i. */
    public double bias(int unit) {
        return bias[unit];
    }

    /** The unit's own b_enc, times the length of its decoder column if products count by it. */
    public double encoderBias(int unit) {
        return encoderBias[unit];
    }

    public double norm(int unit) {
        return norms[unit];
    }

    /** A bound on the rounding of {@code sum_j G_ij x_j + beta_i} over k values of at most this size. */
    public double rounding(int unit, int sparsity, double greatest, double more) {
        double scale = norms[unit] * (sparsity * greatest * longestAtom + offsetScale) + Math.abs(bias[unit]) + more;
        return (features() + sparsity + 8) * Math.ulp(1.0) * scale;
    }

    /** {@code E^T right}, an {@code m x b} array in 'f' order, for the caller to close. */
    public INDArray encoded(INDArray right) {
        return product(encoder, right);
    }

    /** {@code A^T right}, an {@code m x b} array in 'f' order, for the caller to close. */
    public INDArray withAtoms(INDArray right) {
        return product(atoms, right);
    }

    private static INDArray product(INDArray left, INDArray right) {
        INDArray result = Nd4j.createUninitialized(DataType.DOUBLE, new long[] {left.columns(), right.columns()}, 'f');
        return Nd4j.gemm(left, right, result, true, false, 1, 0);
    }

    public INDArray encoderBlock(int from, int to) {
        return encoder.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to)).dup('f');
    }

    public INDArray atomBlock(int from, int to) {
        return atoms.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to)).dup('f');
    }

    public double[] encoderColumn(int unit) {
        double[] column = new double[features()];
        new MatrixLines(encoder, features(), features()).read(unit, 0, column, 0, column.length);
        return column;
    }

    public double[] atom(int j) {
        double[] column = new double[features()];
        new MatrixLines(atoms, features(), features()).read(j, 0, column, 0, column.length);
        return column;
    }

    /** Row i of G. Cost: {@code 2 n m}. */
    public double[] row(int unit) {
        try (INDArray block = encoderBlock(unit, unit + 1);
                INDArray products = withAtoms(block)) {
            return HeapMatrix.columns(products)[0];
        }
    }

    /** All rows of G, in blocks of 256, the rows of a block on all processors. Cost: {@code 2 n m^2} and the task's. */
    public void forEachRow(Supplier<RowTask> tasks) {
        for (int from = 0; from < units(); from += BLOCK) {
            int to = Math.min(units(), from + BLOCK);
            try (INDArray block = encoderBlock(from, to);
                    INDArray products = withAtoms(block)) {
                forEachColumn(products, from, tasks);
            }
        }
    }

    /** The columns of an array of some block, on all processors; each piece of the work has a task of its own. */
    public static void forEachColumn(INDArray products, int first, Supplier<RowTask> tasks) {
        int count = products.columns();
        int length = products.rows();
        IntStream.range(0, (count + CHUNK - 1) / CHUNK).parallel().forEach(chunk -> {
            MatrixLines lines = new MatrixLines(products, length, length);
            double[] line = new double[length];
            RowTask task = tasks.get();
            for (int c = chunk * CHUNK; c < Math.min(count, (chunk + 1) * CHUNK); c++) {
                lines.read(c, 0, line, 0, length);
                task.accept(first + c, line);
            }
        });
    }
}
