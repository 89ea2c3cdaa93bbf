package org.autoencoder4j.model;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.SymmetricLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The generative bilinear model {@code y = A x* + eta}: a sparse code x* from a {@link CodeLaw}, a dictionary A
 * ({@code n x m}, atoms are columns) and normal noise eta of standard deviation sigma in each feature.
 *
 * <p>Samples come in blocks of {@link RandomStreams#BLOCK_SIZE}. Block b of step s takes its codes from
 * {@code streams.at("codes", s, b)} and its noise from {@code streams.at("noise", s, b)}, so the samples of a step are
 * one fixed endless sequence: they do not depend on how many are drawn, in which pieces or by how many threads, and the
 * codes do not depend on the dictionary or the noise. All is computed in double precision; a FLOAT model gives the
 * rounded samples of the DOUBLE model with the same atoms.
 *
 * <p>Immutable; threads may share it. Drawing uses the common fork-join pool. It can be sent to other processes, where the same
 * streams give the same samples.
 *
 * @paper NWH19 eq. (1), (3), assumptions A1 to A4
 */
public final class GenerativeModel implements Serializable {
    private static final long serialVersionUID = 1;

    private final transient INDArray dictionary;
    private final CodeLaw codeLaw;
    private final double noise;
    private final transient Sampler sampler;

    /**
     * Makes a model. The theorems assume atoms of length 1 ({@link #normDeviation()} tells), but any finite atoms other
     * than 0 are accepted.
     *
     * @param dictionary A, {@code n x m}, FLOAT or DOUBLE; copied
     * @param codeLaw the law of the codes, of m units
     * @param noise sigma, the standard deviation of the noise, at least 0
     * @throws IllegalArgumentException if the dictionary has an entry that is not finite, a zero column, or another
     *     number of columns than the law has units, or if noise is negative or not finite
     */
    public GenerativeModel(INDArray dictionary, CodeLaw codeLaw, double noise) {
        Checks.matrix("dictionary", dictionary, -1, codeLaw.units(), "one column (atom) for each unit of the code law");
        Checks.finite("dictionary", dictionary);
        this.dictionary = dictionary.dup('f');
        this.codeLaw = codeLaw;
        this.noise = Checks.nonNegative("noise", noise);
        this.sampler = new Sampler(this.dictionary, codeLaw, noise);
    }

    /**
     * Makes a mixture of m spherical normal laws with equal weights.
     *
     * @param dictionary the centres A, {@code n x m}
     * @param noise sigma, the standard deviation in each feature, at least 0
     * @return the model
     * @throws IllegalArgumentException as the constructor
     * @paper NWH19 section 2.2
     */
    public static GenerativeModel mixtureOfGaussians(INDArray dictionary, double noise) {
        return new GenerativeModel(dictionary, CodeLaw.oneHotUniform(units(dictionary)), noise);
    }

    /**
     * Makes a mixture of m spherical normal laws.
     *
     * @param dictionary the centres A, {@code n x m}
     * @param weights p, one positive weight for each centre, with sum 1
     * @param noise sigma, the standard deviation in each feature, at least 0
     * @return the model
     * @throws IllegalArgumentException as the constructor and {@link CodeLaw#oneHot}
     * @paper NWH19 section 2.2
     */
    public static GenerativeModel mixtureOfGaussians(INDArray dictionary, double[] weights, double noise) {
        return new GenerativeModel(dictionary, CodeLaw.oneHot(weights), noise);
    }

    /**
     * Makes the model of sparse coding: k-sparse codes with symmetric values. The paper's theorems assume kappa2 = 1:
     * {@link SymmetricLaw#standardised()} gives it.
     *
     * @param dictionary A, {@code n x m}
     * @param sparsity k, between 1 and m
     * @param values the law of the values
     * @param noise sigma, at least 0
     * @return the model
     * @throws IllegalArgumentException as the constructor and {@link CodeLaw#sparse}
     * @paper NWH19 section 2.2
     */
    public static GenerativeModel sparseCoding(INDArray dictionary, int sparsity, SymmetricLaw values, double noise) {
        return new GenerativeModel(dictionary, CodeLaw.sparse(units(dictionary), sparsity, values), noise);
    }

    /**
     * Makes the model of non-negative sparse coding: k-sparse codes with positive values.
     *
     * @param dictionary A, {@code n x m}
     * @param sparsity k, between 1 and m
     * @param values the law of the values, none of them negative
     * @param noise sigma, at least 0
     * @return the model
     * @throws IllegalArgumentException as the constructor and {@link CodeLaw#sparse}, or if values take both signs
     * @paper NWH19 section 2.2
     */
    public static GenerativeModel nonNegativeSparseCoding(
            INDArray dictionary, int sparsity, ValueLaw values, double noise) {
        if (values.signed()) {
            throw new IllegalArgumentException("values = " + values
                    + " takes both signs; it must not: use sparseCoding, or a law such as ValueLaw.halfNormal");
        }
        return new GenerativeModel(dictionary, CodeLaw.sparse(units(dictionary), sparsity, values), noise);
    }

    private static int units(INDArray dictionary) {
        return Checks.matrix("dictionary", dictionary).columns();
    }

    /**
     * Returns the dictionary.
     *
     * @return A itself, {@code n x m} in 'f' order, not to be changed
     */
    public INDArray dictionary() {
        return dictionary;
    }

    /**
     * Returns the law of the codes.
     *
     * @return the law, of m units
     */
    public CodeLaw codeLaw() {
        return codeLaw;
    }

    /**
     * Returns the standard deviation of the noise in each feature.
     *
     * @return sigma, at least 0
     */
    public double noise() {
        return noise;
    }

    /**
     * Returns the number of features of a sample.
     *
     * @return n
     */
    public int features() {
        return dictionary.rows();
    }

    /**
     * Returns the number of units of a code, which is the number of atoms.
     *
     * @return m
     */
    public int units() {
        return dictionary.columns();
    }

    /**
     * Returns the type of the dictionary and of the samples.
     *
     * @return FLOAT or DOUBLE
     */
    public DataType dataType() {
        return dictionary.dataType();
    }

    /**
     * Tells how far the atoms are from length 1, as the theorems assume it.
     *
     * @return {@code max_i | ||A_i|| - 1 |}; some roundings for a normalised dictionary
     */
    public double normDeviation() {
        return sampler.normDeviation();
    }

    /**
     * Draws the first samples of a step. Kept, they are a fixed training sample: {@code
     * Batches.of(draw.observations())}. For held-out samples use streams of another seed.
     *
     * @param streams the source of randomness
     * @param step the step, at least 0
     * @param samples N, at least 1
     * @return the samples and their codes
     * @throws IllegalArgumentException if step or samples is outside its range
     */
    public Draw draw(RandomStreams streams, long step, long samples) {
        Checks.atLeast("samples", samples, 1);
        return draw(streams, step, 0, samples);
    }

    /**
     * Draws a range of the samples of a step. Blocks that the range covers in part are drawn from their start.
     *
     * @param streams the source of randomness
     * @param step the step, at least 0
     * @param from the first sample, at least 0
     * @param to one past the last sample, above from
     * @return samples {@code from .. to - 1} and their codes
     * @throws IllegalArgumentException if step is negative or the range is empty or negative
     */
    public Draw draw(RandomStreams streams, long step, long from, long to) {
        Checks.atLeast("step", step, 0);
        Checks.atLeast("from", from, 0);
        Checks.atLeast("to", to, from + 1);
        return sampler.draw(streams, step, from, to);
    }

    /**
     * Returns batches of fresh samples: a new batch at each step, "infinitely many" samples over time. The batch of step
     * s has the observations of {@code draw(streams, s, size)}. A reader holds one buffer of the largest range asked
     * for and nothing that grows with the batch; ranges that start at multiples of {@link RandomStreams#BLOCK_SIZE}
     * draw nothing in vain.
     *
     * @param streams the source of randomness
     * @param size N, the number of samples in a batch, at least 1
     * @return the batches
     * @throws IllegalArgumentException if size is below 1
     */
    public Batches batches(RandomStreams streams, long size) {
        return new FreshBatches(sampler, streams, Checks.atLeast("size", size, 1));
    }

    Sampler sampler() {
        return sampler;
    }

    /** Travels as the bytes of its dictionary, its law and its noise. */
    private Object writeReplace() {
        return new Form(Npy.toBytes(dictionary), codeLaw, noise);
    }

    @SuppressWarnings("unused")
    private void readObject(ObjectInputStream from) throws InvalidObjectException {
        throw new InvalidObjectException("a model travels as its form");
    }

    /** What is written of a model. */
    private static final class Form implements Serializable {
        private static final long serialVersionUID = 1;

        private final byte[] dictionary;
        private final CodeLaw codeLaw;
        private final double noise;

        Form(byte[] dictionary, CodeLaw codeLaw, double noise) {
            this.dictionary = dictionary;
            this.codeLaw = codeLaw;
            this.noise = noise;
        }

        private Object readResolve() {
            return new GenerativeModel(Npy.fromBytes(dictionary), codeLaw, noise);
        }
    }

    @Override
    public String toString() {
        return "GenerativeModel[features=" + features() + ", codes=" + codeLaw + ", noise=" + noise + ", " + dataType()
                + "]";
    }
}
