package org.autoencoder4j.sae;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.MatrixLines;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A sparse autoencoder with an encoder of its own:
 *
 * <pre>
 *   x = sigma(W_enc^T (y - b_dec) + b_enc),   y_hat = W_dec x + b_dec;
 * </pre>
 *
 * <p>b_dec is taken off the input only if {@link #centresInput}. Samples are rows: Y is {@code N x n}, codes X are
 * {@code N x m}; W_enc and W_dec are {@code n x m}, column i belongs to latent i, and the columns of the decoder are the atoms.
 *
 * <p>It wraps the arrays that it is given: the caller gives them up. No method changes them, so threads may share an instance.
 * It is a value, not trained here. Its memory is that of these arrays and a number for each latent.
 */
public final class SparseAutoencoder {
    private static final int MOST_AT_ONCE = 1024;
    private static final int MOST_CODES_AT_ONCE = 1 << 24;

    private final INDArray encoder;
    private final INDArray encoderBias;
    private final INDArray decoder;
    private final INDArray decoderBias;
    private final boolean centresInput;
    private final LatentActivation activation;
    private final double[] decoderNorms;

    /**
     * Wraps arrays. Matrices in another than 'f' order (columns contiguous) are copied once into it.
     *
     * @param encoder W_enc, {@code n x m}, FLOAT or DOUBLE, finite
     * @param encoderBias b_enc, of length m
     * @param decoder W_dec, {@code n x m}
     * @param decoderBias b_dec, of length n
     * @param centresInput whether b_dec is taken off the input
     * @param activation sigma
     * @throws IllegalArgumentException if shapes or types do not fit, an entry is not finite, or the activation is one for
     *     another number of latents
     */
    public SparseAutoencoder(
            INDArray encoder,
            INDArray encoderBias,
            INDArray decoder,
            INDArray decoderBias,
            boolean centresInput,
            LatentActivation activation) {
        Checks.finite("encoder", Checks.matrix("encoder", encoder));
        Checks.matrix("decoder", decoder, encoder.rows(), encoder.columns(), "the shape of the encoder");
        Checks.vector("encoderBias", encoderBias, encoder.columns(), "one entry for each latent");
        Checks.vector("decoderBias", decoderBias, encoder.rows(), "one entry for each feature");
        Checks.sameType("decoder", decoder, "encoder", encoder);
        Checks.sameType("encoderBias", encoderBias, "encoder", encoder);
        Checks.sameType("decoderBias", decoderBias, "encoder", encoder);
        Checks.finite("decoder", decoder);
        Checks.finite("encoderBias", encoderBias);
        Checks.finite("decoderBias", decoderBias);
        activation.requireUnits(encoder.columns());
        this.encoder = columns(encoder);
        this.encoderBias = encoderBias;
        this.decoder = columns(decoder);
        this.decoderBias = decoderBias;
        this.centresInput = centresInput;
        this.activation = activation;
        this.decoderNorms = norms(this.decoder);
    }

    private static INDArray columns(INDArray matrix) {
        return matrix.ordering() == 'f' && !matrix.isView() ? matrix : matrix.dup('f');
    }

    private static double[] norms(INDArray matrix) {
        MatrixLines columns = new MatrixLines(matrix, matrix.rows(), matrix.rows());
        double[] column = new double[matrix.rows()];
        double[] norms = new double[matrix.columns()];
        for (int i = 0; i < norms.length; i++) {
            columns.read(i, 0, column, 0, column.length);
            norms[i] = Vectors.scaledNorm(column);
        }
        return norms;
    }

    /**
     * Makes the same of a weight-tied autoencoder: both matrices are its weights, b_dec is 0. The threshold of one of type
     * FLOAT is rounded to that type, as it compares its products with the rounded one.
     *
     * @param tied with ReLU or a hard threshold
     * @return the sparse autoencoder, with the same codes and reconstructions
     * @throws IllegalArgumentException if the activation is another
     */
    public static SparseAutoencoder of(TiedAutoencoder tied) {
        return TiedForm.of(tied);
    }

    /**
     * Returns it as a weight-tied autoencoder, if that is what it is. The threshold of one of type FLOAT becomes the least
     * number of that type that is not below it, which keeps the same codes.
     *
     * @return the tied autoencoder, with the same arrays
     * @throws IllegalArgumentException if the encoder is not the decoder, to the bit, b_dec is not 0, or the activation is
     *     neither ReLU nor a hard threshold
     */
    public TiedAutoencoder toTied() {
        return TiedForm.from(this);
    }

    /**
     * Returns the encoder.
     *
     * @return W_enc, the {@code n x m} array itself, not to be changed
     */
    public INDArray encoder() {
        return encoder;
    }

    /**
     * Returns the encoder's bias.
     *
     * @return b_enc, the vector of length m itself, not to be changed
     */
    public INDArray encoderBias() {
        return encoderBias;
    }

    /**
     * Returns the decoder.
     *
     * @return W_dec, the {@code n x m} array itself, not to be changed; column i is the atom of latent i
     */
    public INDArray decoder() {
        return decoder;
    }

    /**
     * Returns the decoder's bias.
     *
     * @return b_dec, the vector of length n itself, not to be changed
     */
    public INDArray decoderBias() {
        return decoderBias;
    }

    /**
     * Tells whether b_dec is taken off the input.
     *
     * @return whether it is
     */
    public boolean centresInput() {
        return centresInput;
    }

    /**
     * Returns the activation.
     *
     * @return sigma
     */
    public LatentActivation activation() {
        return activation;
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
     * Returns the number of latents.
     *
     * @return m
     */
    public int units() {
        return encoder.columns();
    }

    /**
     * Returns the type of the arrays, which is also the type of every result.
     *
     * @return FLOAT or DOUBLE
     */
    public DataType dataType() {
        return encoder.dataType();
    }

    /**
     * Returns the lengths of the decoder's columns.
     *
     * @return m numbers, a copy
     */
    public double[] decoderNorms() {
        return decoderNorms.clone();
    }

    /**
     * Returns how many samples should be coded at once, so that memory does not grow with m: as many as have 2^24 codes, but
     * at least 1 and at most 1024.
     *
     * @return a number of samples
     */
    public int samplesAtOnce() {
        return Math.max(1, Math.min(MOST_AT_ONCE, MOST_CODES_AT_ONCE / units()));
    }

    /**
     * Computes what the activation is applied to. Cost: {@code 2 N n m} operations.
     *
     * @param observations Y, {@code N x n}, of this type
     * @return Z, {@code N x m} in 'c' order
     * @throws IllegalArgumentException if the shape or type does not fit
     */
    public INDArray preActivations(INDArray observations) {
        Checks.matrix("observations", observations, -1, features(), "one column for each feature");
        Checks.sameType("observations", observations, "encoder", encoder);
        INDArray input = centresInput ? observations.subRowVector(decoderBias) : observations;
        INDArray columns = Nd4j.createUninitialized(dataType(), new long[] {units(), input.rows()}, 'f');
        Nd4j.gemm(encoder, input, columns, true, true, 1, 0);
        if (centresInput) {
            input.close();
        }
        return columns.transpose().addiRowVector(encoderBias);
    }

    /**
     * Computes codes. Those of a sample with an entry that is NaN are NaN, too, and not 0. Cost: {@code 2 N n m} operations.
     *
     * @param observations Y, {@code N x n}, of this type
     * @return X, {@code N x m} in 'c' order
     * @throws IllegalArgumentException if the shape or type does not fit
     */
    public INDArray encode(INDArray observations) {
        INDArray codes = preActivations(observations);
        MatrixLines lines = new MatrixLines(codes, units(), units());
        double[] line = new double[units()];
        for (int i = 0; i < codes.rows(); i++) {
            lines.read(i, 0, line, 0, line.length);
            activation.apply(line, decoderNorms);
            lines.write(i, 0, line, 0, line.length);
        }
        return codes;
    }

    /**
     * Computes reconstructions {@code X W_dec^T + b_dec}; of rescaled codes each is divided by the length of its column first,
     * but for a column of length 0, which adds nothing.
     * Cost: {@code 2 N n m} operations.
     *
     * @param codes X, {@code N x m}, of this type
     * @return the reconstructions, {@code N x n} in 'c' order
     * @throws IllegalArgumentException if the shape or type does not fit
     */
    public INDArray decode(INDArray codes) {
        Checks.matrix("codes", codes, -1, units(), "one column for each latent");
        Checks.sameType("codes", codes, "decoder", decoder);
        boolean rescaled = activation instanceof LatentActivation.TopK top && top.rescaled();
        INDArray scaled = rescaled ? codes.divRowVector(row(Folding.divisors(decoderNorms))) : codes;
        INDArray columns = Nd4j.createUninitialized(dataType(), new long[] {features(), codes.rows()}, 'f');
        Nd4j.gemm(decoder, scaled, columns, false, true, 1, 0);
        if (rescaled) {
            scaled.close();
        }
        return columns.transpose().addiRowVector(decoderBias);
    }

    /**
     * Codes samples and reconstructs them.
     *
     * @param observations Y, {@code N x n}, of this type
     * @return the reconstructions, {@code N x n}
     * @throws IllegalArgumentException if the shape or type does not fit
     */
    public INDArray reconstruct(INDArray observations) {
        INDArray codes = encode(observations);
        INDArray reconstruction = decode(codes);
        codes.close();
        return reconstruction;
    }

    /**
     * Computes the mean loss of the batch of step 0, piece by piece.
     *
     * @param samples the samples, of this type
     * @return the mean of {@code 1/2 |y - y_hat|^2}
     * @throws IllegalArgumentException if the number of features or the type does not fit
     */
    public double loss(Batches samples) {
        Batches.Reader reader = samples.reader();
        double sum = 0;
        try (Work work = Work.begin("loss: samples", samples.size())) {
            for (long from = 0; from < samples.size(); from += samplesAtOnce()) {
                INDArray rows = reader.rows(0, from, Math.min(from + samplesAtOnce(), samples.size()));
                INDArray reconstruction = reconstruct(rows);
                double[][] truth = HeapMatrix.rows(rows);
                double[][] found = HeapMatrix.rows(reconstruction);
                for (int i = 0; i < truth.length; i++) {
                    Vectors.add(found[i], -1, truth[i]);
                    sum += Vectors.dot(found[i], found[i]) / 2;
                }
                reconstruction.close();
                work.advance(truth.length);
            }
        }
        return sum / samples.size();
    }

    /**
     * Returns the same function with decoder columns of length 1: the lengths go into the encoder, b_enc and the thresholds.
     * Codes are multiplied by them, if they were not before, and reconstructions stay the same to rounding. A column of length
     * 0 stays as it is; the latent of one that counted by these lengths never was active and never is.
     *
     * @return the folded autoencoder
     * @throws IllegalArgumentException if not all columns have length 1 (to 1e-6) and the activation is TopK that does not count
     *     by these lengths, or a hard threshold: the one threshold would have to become another one for each latent
     */
    public SparseAutoencoder folded() {
        if (Folding.isNeedless(activation, decoderNorms)) {
            return this;
        }
        Folding folding = Folding.of(activation, decoderNorms, dataType());
        INDArray factors = row(folding.factors());
        return new SparseAutoencoder(
                encoder.mulRowVector(factors),
                encoderBias.mul(factors),
                decoder.divRowVector(row(folding.divisors())),
                decoderBias,
                centresInput,
                folding.activation());
    }

    /**
     * Returns the same function with an input from which b_dec is not taken: {@code b_enc - W_enc^T b_dec} is its bias. Codes
     * and reconstructions stay the same to rounding; a product within rounding of its threshold may fall on the other side.
     *
     * @return the autoencoder, with the same matrices; itself if b_dec is not taken off the input
     */
    public SparseAutoencoder uncentred() {
        if (!centresInput) {
            return this;
        }
        try (INDArray shift = Nd4j.createUninitialized(dataType(), new long[] {units(), 1}, 'f')) {
            Nd4j.gemm(encoder, decoderBias.reshape('f', features(), 1), shift, true, false, 1, 0);
            return new SparseAutoencoder(
                    encoder, encoderBias.sub(shift.reshape(units())), decoder, decoderBias, false, activation);
        }
    }

    private INDArray row(double[] numbers) {
        return Nd4j.createFromArray(numbers).castTo(dataType());
    }

    @Override
    public String toString() {
        return "SparseAutoencoder[features=" + features() + ", units=" + units() + ", " + activation
                + (centresInput ? ", centred input" : "") + ", " + dataType() + "]";
    }
}
