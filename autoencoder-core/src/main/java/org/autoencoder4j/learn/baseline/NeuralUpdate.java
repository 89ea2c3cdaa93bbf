package org.autoencoder4j.learn.baseline;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.learn.sweep.DictionaryUpdate;
import org.autoencoder4j.learn.sweep.Sweep;

/**
 * Neural sparse coding: a step along the residuals times the signs of the codes, all columns at one rate,
 *
 * <pre>
 *   W+ = W + eta / N sum (y - W x) sgn(x)^T.
 * </pre>
 *
 * <p>Codes are meant to be those of {@code SparseEncoder.threshold}. The rate is given relative to the one with which the
 * columns of an orthogonal dictionary whose units are used alike would jump onto their atoms: {@code eta = rate m / (mean
 * |x|_1)}. The published method does not divide columns by their lengths; here, as in all sweeps, it is done. It is for
 * codes that are independent and of both signs; with codes of one sign a common part of all atoms remains.
 *
 * <p>Cost: the samples are read a second time, on one thread; {@code 4 n} operations for each entry of a code.
 *
 * <p>Source: S. Arora, R. Ge, T. Ma, A. Moitra, "Simple, efficient, and neural algorithms for sparse coding" (COLT 2015),
 * the neural update.
 *
 * @param rate the relative rate, finite and above 0
 * @see UnbiasedNeuralUpdate
 */
public record NeuralUpdate(double rate) implements DictionaryUpdate {
    /**
     * Checks the rate.
     *
     * @param rate the relative rate
     * @throws IllegalArgumentException if it is not above 0 or not finite
     */
    public NeuralUpdate {
        Checks.positive("rate", rate);
    }

    @Override
    public String name() {
        return "neural(" + rate + ")";
    }

    @Override
    public boolean needsMoment() {
        return false;
    }

    @Override
    public boolean readsSamples() {
        return true;
    }

    @Override
    public double[][] atoms(Sweep sweep) {
        SignedSums sums = new SignedSums(sweep.sums().units(), sweep.sums().features());
        double[] residual = new double[sweep.sums().features()];
        sweep.forEach((sample, code) -> {
            code.residual(sample, sweep.atoms(), residual);
            for (int e = 0; e < code.size(); e++) {
                sums.add(code.unit(e), code.value(e), residual);
            }
        });
        return sums.step(sweep.copyOfAtoms(), rate);
    }
}
