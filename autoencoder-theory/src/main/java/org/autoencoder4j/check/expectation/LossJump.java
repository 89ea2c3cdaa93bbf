package org.autoencoder4j.check.expectation;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.model.Draw;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What separates the expectation of the gradient (4) from the gradient of the expected loss. The hard threshold's loss
 * jumps where {@code |z_i| = lambda}, and (4), which differentiates on either side only, does not see that the two
 * sides trade places when W or b moves:
 *
 * <pre>
 *   gradient of E[L] = E[(4)] + boundary,
 *   boundary_{W_i} = f_i(lambda) E[J_i y | z_i = lambda] - f_i(-lambda) E[J_i y | z_i = -lambda],
 *   J_i = loss with unit i on - loss with it off = -z_i &lt;W_i, y - sum_{j != i} x_j W_j> + z_i^2 ||W_i||^2 / 2,
 * </pre>
 *
 * <p>where f_i is the density of {@code z_i = W_i^T y + b_i}; for b_i the factor y is 1. For ReLU the loss is continuous
 * and the boundary term is 0.
 *
 * <p>Codes are the encoder's own here, not those on the drawn support. All three terms are means over the same samples
 * of a model, with standard errors. Given the true code of a sample, z_i is normal, so its density at the two faces is
 * exact and y on a face is the sample itself with its noise moved along W_i: the boundary term is unbiased, without any
 * smoothing.
 *
 * <p>Threads may share it as long as nobody changes its arrays.
 *
 * @paper NWH19 eq. (4)
 */
public final class LossJump {
    private static final int CHUNK = 4 * RandomStreams.BLOCK_SIZE;

    private final Term expectedGradient;
    private final Term boundary;
    private final Term gradientOfExpectation;

    private LossJump(LossJumpSums sums, long samples) {
        this.expectedGradient = new Term(sums.gradients, sums.features, samples);
        this.boundary = new Term(sums.boundaries, sums.features, samples);
        this.gradientOfExpectation = new Term(sums.totals, sums.features, samples);
    }

    /**
     * Measures the terms over the samples {@code model.draw(streams, 0, samples)}. Cost: {@code O(m (n + m))} for each
     * sample.
     *
     * @param model the model, with noise above 0
     * @param autoencoder the parameters, with n features and any number of units, of the model's type
     * @param streams the source of randomness
     * @param samples N, at least 2
     * @return the terms
     * @throws IllegalArgumentException if the model has no noise (then z_i has no density), samples is below 2, or the
     *     autoencoder's features or type are not the model's
     */
    public static LossJump of(GenerativeModel model, TiedAutoencoder autoencoder, RandomStreams streams, long samples) {
        Checks.positive("the model's noise", model.noise());
        Checks.atLeast("samples", samples, 2);
        Checks.matrix(
                "the autoencoder's weights", autoencoder.weights(), model.features(), -1, "a row for each feature");
        Checks.sameType("the autoencoder", autoencoder.dataType(), "the model", model.dataType());
        LossJumpSums sums = new LossJumpSums(model, autoencoder);
        try (Work work = Work.begin("jumps of the loss: samples", samples)) {
            for (long from = 0; from < samples; from += CHUNK) {
                Draw draw = model.draw(streams, 0, from, Math.min(samples, from + CHUNK));
                double[][] observations = HeapMatrix.rows(draw.observations());
                for (int sample = 0; sample < observations.length; sample++) {
                    sums.add(observations[sample], draw.support(sample), draw.values(sample));
                }
                work.advance(observations.length);
            }
        }
        return new LossJump(sums, samples);
    }

    /**
     * Returns the expectation of the gradient (4).
     *
     * @return the term
     */
    public Term expectedGradient() {
        return expectedGradient;
    }

    /**
     * Returns what (4) leaves out.
     *
     * @return the term; 0 for ReLU
     */
    public Term boundary() {
        return boundary;
    }

    /**
     * Returns the gradient of the expected loss, the sum of the two.
     *
     * @return the term
     */
    public Term gradientOfExpectation() {
        return gradientOfExpectation;
    }

    @Override
    public String toString() {
        return "LossJump[expected gradient " + expectedGradient + ", boundary " + boundary
                + ", gradient of the expected loss " + gradientOfExpectation + "]";
    }

    /** An estimate of a gradient with respect to W and b, in DOUBLE. */
    public static final class Term {
        private final INDArray weights;
        private final INDArray weightsError;
        private final INDArray bias;
        private final INDArray biasError;

        private Term(LossJumpSums.Term sums, int features, long samples) {
            this.weights = matrix(sums.weights().means(samples), features);
            this.weightsError = matrix(sums.weights().standardErrors(samples), features);
            this.bias = Nd4j.createFromArray(sums.bias().means(samples));
            this.biasError = Nd4j.createFromArray(sums.bias().standardErrors(samples));
        }

        private static INDArray matrix(double[] columns, int features) {
            return Nd4j.createFromArray(columns).reshape('f', features, columns.length / features);
        }

        /**
         * Returns the part with respect to the weights.
         *
         * @return {@code n x m}
         */
        public INDArray weights() {
            return weights;
        }

        /**
         * Returns the standard errors of {@link #weights}.
         *
         * @return {@code n x m}
         */
        public INDArray weightsError() {
            return weightsError;
        }

        /**
         * Returns the part with respect to the bias.
         *
         * @return length m
         */
        public INDArray bias() {
            return bias;
        }

        /**
         * Returns the standard errors of {@link #bias}.
         *
         * @return length m
         */
        public INDArray biasError() {
            return biasError;
        }

        @Override
        public String toString() {
            return "of norm " + weights.norm2Number() + " +- " + weightsError.norm2Number();
        }
    }
}
