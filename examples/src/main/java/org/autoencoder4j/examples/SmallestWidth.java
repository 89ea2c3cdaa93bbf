package org.autoencoder4j.examples;

import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TwoLayerDescent;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.gradient.TwoLayerSampleGradient;
import org.autoencoder4j.init.TwoLayerStart;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.ntk.convergence.ConvergenceTheorem;
import org.autoencoder4j.ntk.convergence.KernelConstants;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.train.UpdateRule;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The search for the smallest width at which a run contracts by the theorem's factor at every step, with probability .9
 * over its start.
 */
record SmallestWidth(INDArray samples, Regime regime, int trials, int steps) {
    private static final double ALLOWED_FAILURES = 0.1;
    private static final int LARGEST_EXPONENT = 32;

    /** What was found for one set of samples. */
    record Found(Regime regime, int samples, int features, double lambda, double eta, int width, double bound) {}

    static ConvergenceTheorem theorem(Regime regime) {
        return regime == Regime.WEAKLY_TRAINED ? ConvergenceTheorem.WEAK_DESCENT : ConvergenceTheorem.JOINT_DESCENT;
    }

    /** Widths are powers of the root of 2; 0 if none up to 2^16 serves. */
    Found find(double delta, RandomStreams streams) {
        KernelConstants constants = KernelConstants.of(samples);
        // K_inf is at most this: G_inf is the Gram matrix times, entry by entry, one whose diagonal is 1/2.
        double largest = constants.lambdaN() / 2 + (regime.trainsDecoder() ? constants.normH() : 0);
        double eta = samples.columns() / (2 * largest);
        double lambda = theorem(regime).lambda(constants);
        int width = 0;
        for (int exponent = 2; width == 0 && exponent <= LARGEST_EXPONENT; exponent++) {
            int candidate = (int) Math.round(Math.pow(2, exponent / 2.0));
            width = mostContract(candidate, eta, lambda, streams) ? candidate : 0;
        }
        double bound = theorem(regime).width(constants, delta);
        return new Found(regime, samples.rows(), samples.columns(), lambda, eta, width, bound);
    }

    private boolean mostContract(int width, double eta, double lambda, RandomStreams streams) {
        int failures = 0;
        for (int trial = 0; trial < trials && failures <= ALLOWED_FAILURES * trials; trial++) {
            RandomStreams own =
                    RandomStreams.of(streams.at("widths", width, trial).nextLong());
            failures += contracts(width, eta, lambda, own) ? 0 : 1;
        }
        return failures <= ALLOWED_FAILURES * trials;
    }

    private boolean contracts(int width, double eta, double lambda, RandomStreams streams) {
        TwoLayerAutoencoder start =
                TwoLayerStart.standard(samples.columns(), DataType.DOUBLE).autoencoder(width, streams);
        UpdateRule.Session<TwoLayerAutoencoder> session = TwoLayerDescent.of(
                        TwoLayerSampleGradient.of(Batches.of(samples), regime), LearningRate.constant(eta))
                .start(start);
        double factor = 1 - eta * lambda / (2 * samples.columns());
        double before = session.evaluate().gradient().loss();
        for (int step = 0; step < steps; step++) {
            session.advance();
            double after = session.evaluate().gradient().loss();
            if (!(after <= factor * before)) {
                return false;
            }
            before = after;
        }
        return true;
    }
}
