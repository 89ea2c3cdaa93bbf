package org.autoencoder4j.check.latents;

import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.MatrixLines;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.sae.LatentActivation;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A sparse autoencoder's encoder against the atoms that it is to find: samples are {@code y = c + A x + eta}, and
 *
 * <pre>
 *   z_i = sum_j G_ij x_j + beta_i + &lt;E_i, eta&gt;,   G = E^T A,   beta_i = b_enc_i + &lt;E_i, c - s b_dec&gt;,
 * </pre>
 *
 * <p>with {@code s = 1} if the autoencoder takes b_dec off its input and 0 if not. Unit i stands for atom i. Of a TopK that
 * counts by the lengths of the decoder's columns, E_i and b_enc_i are those times the length of column i.
 *
 * <p>It keeps DOUBLE copies of both matrices outside the heap, where they are not DOUBLE already. Immutable; threads may
 * share it.
 *
 * @paper beyond NWH19 Theorem 3: docs/CERTIFICATES.md (C1.1)
 */
public final class EncodedDictionary {
    /** Units whose products with all atoms are computed at once: the products of one block take 8 * 256 * m bytes. */
    static final int BLOCK = 256;

    /** Rows that one task of a thread takes. */
    private static final int CHUNK = 16;

    private final SparseAutoencoder autoencoder;
    private final INDArray encoder;
    private final INDArray atoms;
    private final double[] encoderBias;
    private final double[] bias;
    private final double[] norms;
    private final double longestAtom;
    private final double offsetScale;

    /** What is done with one row of G; it must not keep the row, which is used again. */
    @FunctionalInterface
    interface RowTask {
        void accept(int unit, double[] products);
    }

    private EncodedDictionary(SparseAutoencoder autoencoder, INDArray dictionary, INDArray offset) {
        this.autoencoder = autoencoder;
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

    /**
     * Takes the autoencoder's own decoder as the dictionary, and samples {@code b_dec + W_dec x + eta}.
     *
     * @param autoencoder the autoencoder, with at least 2 latents
     * @return the encoder against the decoder
     * @throws IllegalArgumentException if it has fewer
     */
    public static EncodedDictionary of(SparseAutoencoder autoencoder) {
        return of(autoencoder, autoencoder.decoder(), autoencoder.decoderBias());
    }

    /**
     * Takes another dictionary.
     *
     * @param autoencoder the autoencoder, with at least 2 latents
     * @param dictionary A, {@code n x m} with finite entries and columns of any lengths, column i for latent i
     * @param offset c, of length n: what samples are without any atom
     * @return the encoder against the dictionary
     * @throws IllegalArgumentException if shapes do not fit or an entry is not finite
     */
    public static EncodedDictionary of(SparseAutoencoder autoencoder, INDArray dictionary, INDArray offset) {
        Checks.atLeast("the autoencoder's number of latents", autoencoder.units(), 2);
        Checks.matrix(
                "dictionary", dictionary, autoencoder.features(), autoencoder.units(), "the shape of the encoder");
        Checks.vector("offset", offset, autoencoder.features(), "one entry for each feature");
        Checks.finite("dictionary", dictionary);
        Checks.finite("offset", offset);
        return new EncodedDictionary(autoencoder, dictionary, offset);
    }

    /**
     * Returns the autoencoder.
     *
     * @return the autoencoder
     */
    public SparseAutoencoder autoencoder() {
        return autoencoder;
    }

    /**
     * Returns the number of latents and atoms.
     *
     * @return m
     */
    public int units() {
        return bias.length;
    }

    /**
     * Returns the number of features of a sample.
     *
     * @return n
     */
    public int features() {
        return encoder.rows();
    }

    /**
     * Returns the pre-activation of a unit where there is no atom and no noise.
     *
     * @param unit i, from 0 to m - 1
     * @return beta_i
     */
    public double bias(int unit) {
        return bias[unit];
    }

    /** The unit's own b_enc, times the length of its decoder column if products count by it. */
    double encoderBias(int unit) {
        return encoderBias[unit];
    }

    /**
     * Returns the length of a unit's encoder column.
     *
     * @param unit i, from 0 to m - 1
     * @return {@code ||E_i||}
     */
    public double norm(int unit) {
        return norms[unit];
    }

    /** A bound on the rounding of {@code sum_j G_ij x_j + beta_i} over k values of at most this size. */
    double rounding(int unit, int sparsity, double greatest, double more) {
        double scale = norms[unit] * (sparsity * greatest * longestAtom + offsetScale) + Math.abs(bias[unit]) + more;
        return (features() + sparsity + 8) * Math.ulp(1.0) * scale;
    }

    /** {@code E^T right}, an {@code m x b} array in 'f' order, for the caller to close. */
    INDArray encoded(INDArray right) {
        return product(encoder, right);
    }

    /** {@code A^T right}, an {@code m x b} array in 'f' order, for the caller to close. */
    INDArray withAtoms(INDArray right) {
        return product(atoms, right);
    }

    private static INDArray product(INDArray left, INDArray right) {
        INDArray result = Nd4j.createUninitialized(DataType.DOUBLE, new long[] {left.columns(), right.columns()}, 'f');
        return Nd4j.gemm(left, right, result, true, false, 1, 0);
    }

    INDArray encoderBlock(int from, int to) {
        return encoder.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to)).dup('f');
    }

    INDArray atomBlock(int from, int to) {
        return atoms.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to)).dup('f');
    }

    double[] encoderColumn(int unit) {
        double[] column = new double[features()];
        new MatrixLines(encoder, features(), features()).read(unit, 0, column, 0, column.length);
        return column;
    }

    double[] atom(int j) {
        double[] column = new double[features()];
        new MatrixLines(atoms, features(), features()).read(j, 0, column, 0, column.length);
        return column;
    }

    /** Row i of G. Cost: {@code 2 n m}. */
    double[] row(int unit) {
        try (INDArray block = encoderBlock(unit, unit + 1);
                INDArray products = withAtoms(block)) {
            return HeapMatrix.columns(products)[0];
        }
    }

    /** All rows of G, in blocks of 256, the rows of a block on all processors. Cost: {@code 2 n m^2} and the task's. */
    void forEachRow(Supplier<RowTask> tasks) {
        for (int from = 0; from < units(); from += BLOCK) {
            int to = Math.min(units(), from + BLOCK);
            try (INDArray block = encoderBlock(from, to);
                    INDArray products = withAtoms(block)) {
                forEachColumn(products, from, tasks);
            }
        }
    }

    /** The columns of an array of some block, on all processors; each piece of the work has a task of its own. */
    static void forEachColumn(INDArray products, int first, Supplier<RowTask> tasks) {
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

    @Override
    public String toString() {
        return "EncodedDictionary[" + autoencoder + "]";
    }
}
