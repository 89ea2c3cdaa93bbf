package org.autoencoder4j.check.latents.internal;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.MatrixLines;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.progress.Work;
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
    private final double[] scales;
    private final double[] bias;
    private final double[] norms;
    private final double longestAtom;
    private final double offsetScale;
    private final double unitRoundoff;

    /** What is done with one row of G; it must not keep the row, which is used again. */
    @FunctionalInterface
    public interface RowTask {
        void accept(int unit, double[] products);
    }

    /** What is done with a unit's columns of several arrays; it must not keep them, which are used again. */
    @FunctionalInterface
    public interface ColumnsTask {
        void accept(int unit, double[][] columns);
    }

    /** Copies both matrices in DOUBLE, but for those of the autoencoder that are so already, which nobody changes. */
    public EncoderProducts(SparseAutoencoder autoencoder, INDArray dictionary, INDArray offset) {
        boolean rescaled = autoencoder.activation() instanceof LatentActivation.TopK top && top.rescaled();
        this.scales = rescaled ? autoencoder.decoderNorms() : filled(autoencoder.units());
        INDArray factors = Nd4j.createFromArray(scales);
        INDArray columns = columns(autoencoder.encoder());
        this.encoder = rescaled ? columns(columns.mulRowVector(factors)) : columns;
        if (dictionary == autoencoder.encoder() && !rescaled) {
            this.atoms = encoder;
        } else {
            this.atoms = dictionary == autoencoder.decoder() ? columns(dictionary) : copied(dictionary);
        }
        this.encoderBias = autoencoder
                .encoderBias()
                .castTo(DataType.DOUBLE)
                .mul(factors)
                .dup()
                .toDoubleVector();
        this.norms = norms(encoder);
        this.longestAtom = Arrays.stream(norms(atoms)).max().orElseThrow();
        this.unitRoundoff = autoencoder.dataType() == DataType.FLOAT ? Math.ulp(1f) : Math.ulp(1.0);
        INDArray shift = offset.castTo(DataType.DOUBLE).dup();
        double length = Vectors.scaledNorm(shift.toDoubleVector());
        if (autoencoder.centresInput()) {
            INDArray centre = autoencoder.decoderBias().castTo(DataType.DOUBLE);
            length += Vectors.scaledNorm(centre.dup().toDoubleVector());
            shift.subi(centre);
        }
        this.offsetScale = length;
        double[] moved = shift.toDoubleVector();
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

    private static INDArray copied(INDArray matrix) {
        return matrix.dataType() == DataType.DOUBLE ? matrix.dup('f') : columns(matrix);
    }

    private static double[] filled(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
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

    /** The b_enc_i that makes beta_i what is given. */
    public double encoderBias(int unit, double beta) {
        return (beta - (bias[unit] - encoderBias[unit])) / scales[unit];
    }

    /**
     * A bound on the rounding of {@code sum_j G_ij x_j + beta_i} over k values of at most this size, of a sample that is rounded to
     * the type of the autoencoder and coded in it.
     */
    public double rounding(int unit, int sparsity, double greatest, double more) {
        double scale = norms[unit] * (sparsity * greatest * longestAtom + offsetScale)
                + Math.abs(bias[unit])
                + Math.abs(encoderBias[unit])
                + more;
        return (features() + sparsity + 8) * unitRoundoff * scale;
    }

    /** A bound on how far a product times a value may be off that is computed here once more. */
    public double slip(int unit, double greatest) {
        return (features() + 8) * Math.ulp(1.0) * norms[unit] * greatest * longestAtom;
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

    /** How many blocks of 256 units there are. */
    public int blocks() {
        return (units() + BLOCK - 1) / BLOCK;
    }

    /** {@code E_first^T E_second} of two blocks of 256 units, by columns: one for each unit of the second. */
    public double[][] encoderProducts(int first, int second) {
        try (INDArray left = encoderBlock(first * BLOCK, Math.min(units(), (first + 1) * BLOCK));
                INDArray right = encoderBlock(second * BLOCK, Math.min(units(), (second + 1) * BLOCK));
                INDArray products = product(left, right)) {
            return HeapMatrix.columns(products);
        }
    }

    /**
     * All rows of G, in blocks of 256, the rows of a block on all processors. Cost: {@code 2 n m^2} and the task's.
     *
     * @param what what is done with them, for whoever listens
     * @param tasks makes what is done
     */
    public void forEachRow(String what, Supplier<RowTask> tasks) {
        try (Work work = Work.begin(what + ": units", units())) {
            for (int from = 0; from < units(); from += BLOCK) {
                int to = Math.min(units(), from + BLOCK);
                try (INDArray block = encoderBlock(from, to);
                        INDArray products = withAtoms(block)) {
                    forEachColumn(from, tasks, products);
                }
                work.advance(to - from);
            }
        }
    }

    /** The columns of an array of some block, on all processors; each piece of the work has a task of its own. */
    public static void forEachColumn(int first, Supplier<RowTask> tasks, INDArray products) {
        forEachColumns(
                first,
                () -> {
                    RowTask task = tasks.get();
                    return (unit, columns) -> task.accept(unit, columns[0]);
                },
                products);
    }

    /** The same with the columns of several arrays of one shape. */
    public static void forEachColumns(int first, Supplier<ColumnsTask> tasks, INDArray... arrays) {
        int count = arrays[0].columns();
        int length = arrays[0].rows();
        IntStream.range(0, (count + CHUNK - 1) / CHUNK).parallel().forEach(chunk -> {
            MatrixLines[] lines = Arrays.stream(arrays)
                    .map(array -> new MatrixLines(array, length, length))
                    .toArray(MatrixLines[]::new);
            double[][] columns = new double[arrays.length][length];
            ColumnsTask task = tasks.get();
            for (int c = chunk * CHUNK; c < Math.min(count, (chunk + 1) * CHUNK); c++) {
                for (int a = 0; a < columns.length; a++) {
                    lines[a].read(c, 0, columns[a], 0, length);
                }
                task.accept(first + c, columns);
            }
        });
    }
}
