package org.autoencoder4j.check.contraction;

import static org.autoencoder4j.report.Relation.BELOW;

import java.util.OptionalLong;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.check.contraction.internal.GradientLimits;
import org.autoencoder4j.check.contraction.internal.GradientPilot;
import org.autoencoder4j.check.contraction.internal.SparseConstants;
import org.autoencoder4j.check.contraction.internal.VectorBernstein;
import org.autoencoder4j.check.expectation.ExpectedGradient;
import org.autoencoder4j.check.internal.HeapColumns;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.SparseCodes;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Report;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What one step {@code W -> normalise(W - zeta ghat)} without bias, on N <em>fresh</em> samples with their true supports, does
 * to given weights, for uniform supports of k atoms. The mean gradient is within eps_N of its expectation, by a Bernstein
 * inequality for vectors, across each atom and along it,
 *
 * <pre>
 *   eps_N = sqrt(V/N) + sqrt(2 L (V + 2 B sqrt(V/N)) / N) + B L / (3 N),
 * </pre>
 *
 * <p>so that the exact step {@code U = W - zeta E g} bounds the drawn one,
 * {@code tan phi+ <= (|U_i across A_i| + zeta eps_N) / (<U_i, A_i> - zeta eps_N')}. B is the worst case over all codes, and
 * noise up to a length that 10^12 samples keep to; V is certified from a pilot of M drawn samples. Everything together fails
 * with at most the stated probability, {@code L = log((4 m + 1) / failure)}.
 *
 * <p>For a run of T mini-batches of N samples take {@code failure / T} before each of them, with a pilot of its own: then all
 * bounds hold together. Since V is measured at the weights of the step, no run is certified ahead of its steps.
 *
 * <p>The worst case B is far above what samples show, so that certificates are some ten times the deviations unless N and the
 * pilot are large. Immutable; threads may share it.
 *
 * @paper beyond NWH19 Theorem 4: autoencoder4j P1-C5K, docs/INDUCTION.md (C5.K)
 */
public final class SparseSampleStep {
    /** The most samples for which B is certified. */
    private static final long MOST_SAMPLES = 1_000_000_000_000L;

    private static final double UNIT_TOLERANCE = 1e-9;
    private static final double WEIGHT_TOLERANCE = 1e-6;

    private final GenerativeModel model;
    private final double learningRate;
    private final GradientPilot pilot;
    private final long pilotSamples;
    private final double failure;
    private final double exponent;
    private final GradientLimits limits;
    private final double before;
    private final double[] across;
    private final double[] along;

    private SparseSampleStep(
            GenerativeModel model,
            INDArray weights,
            double learningRate,
            GradientPilot pilot,
            long pilotSamples,
            double failure) {
        this.model = model;
        this.learningRate = learningRate;
        this.pilot = pilot;
        this.pilotSamples = pilotSamples;
        this.failure = failure;
        this.exponent = Math.log((4.0 * model.units() + 1) / failure);
        this.limits = GradientLimits.of(model, weights, exponent, (double) MOST_SAMPLES);
        this.across = new double[model.units()];
        this.along = new double[model.units()];
        this.before = angles(weights, new double[model.units()], new double[model.units()]);
        angles(step(weights), across, along);
    }

    /**
     * Draws the pilot at given weights. Cost: {@code 10 k n} operations for each of its samples, an expected gradient and
     * {@code 4 n m^2} operations; memory for 4096 samples.
     *
     * @param model the model, with a DOUBLE dictionary of unit columns and uniform supports of k atoms with bounded values
     * @param weights W, DOUBLE, {@code n x m}, in the atoms' order and sign, with columns of length 1 to 1e-6, which are
     *     divided by their lengths
     * @param learningRate zeta, finite and above 0
     * @param streams the randomness of the pilot, which takes step 0; the step's own samples must be of other streams
     * @param pilotSamples M, at least 2
     * @param failure the probability that the certificate is wrong, above 0 and below 1
     * @return the certificate
     * @throws IllegalArgumentException if an argument breaks these rules
     * @throws org.autoencoder4j.model.law.UnstatedConstantException if the law does not state a2, kappa1 and kappa2
     */
    public static SparseSampleStep of(
            GenerativeModel model,
            INDArray weights,
            double learningRate,
            RandomStreams streams,
            long pilotSamples,
            double failure) {
        if (model.dataType() != DataType.DOUBLE) {
            throw new IllegalArgumentException("the model is " + model.dataType() + "; it must be DOUBLE");
        }
        if (!(model.codeLaw() instanceof SparseCodes)) {
            throw new IllegalArgumentException(
                    "the model's codes are " + model.codeLaw() + "; they must be SparseCodes");
        }
        Checks.between("the model's normDeviation", model.normDeviation(), 0, UNIT_TOLERANCE);
        Checks.matrix("weights", weights, model.features(), model.units(), "the shape of the model's dictionary");
        Checks.sameType("weights", weights, "the model's dictionary", model.dictionary());
        double deviation = HeapColumns.of("weights", weights).normDeviation();
        Checks.between("the weights' greatest deviation from length 1", deviation, 0, WEIGHT_TOLERANCE);
        Checks.positive("learningRate", learningRate);
        Checks.atLeast("pilotSamples", pilotSamples, 2);
        if (!(failure > 0 && failure < 1)) {
            throw new IllegalArgumentException("failure = " + failure + " must lie strictly between 0 and 1");
        }
        INDArray units = weights.divRowVector(weights.norm2(0));
        GradientPilot pilot = GradientPilot.draw(model, units, streams, pilotSamples);
        return new SparseSampleStep(model, units, learningRate, pilot, pilotSamples, failure);
    }

    private INDArray step(INDArray weights) {
        INDArray zero = Nd4j.zeros(DataType.DOUBLE, model.units());
        TiedAutoencoder present = new TiedAutoencoder(weights, zero, Activation.relu());
        return weights.sub(ExpectedGradient.of(model).at(present, 0).weights().mul(learningRate));
    }

    /** Writes what lies across each atom and along it; returns the greatest angle. */
    private double angles(INDArray columns, double[] across, double[] along) {
        double[][] vectors = HeapMatrix.columns(columns);
        double[][] atoms = HeapMatrix.columns(model.dictionary());
        double greatest = 0;
        for (int i = 0; i < atoms.length; i++) {
            along[i] = Vectors.dot(vectors[i], atoms[i]);
            Vectors.add(vectors[i], -along[i], atoms[i]);
            across[i] = Vectors.norm(vectors[i]);
            greatest = Math.max(greatest, Math.atan2(across[i], along[i]));
        }
        return greatest;
    }

    /**
     * Returns the greatest angle between a column of the weights and its atom.
     *
     * @return phi before the step
     */
    public double before() {
        return before;
    }

    /**
     * Bounds the greatest angle after a step.
     *
     * @param samples N, from 1 to 10^12
     * @return phi+, below pi/2; infinite if nothing is certified
     * @throws IllegalArgumentException if samples is out of range
     */
    public double after(long samples) {
        checkSamples(samples);
        double greatest = 0;
        for (int i = 0; i < across.length; i++) {
            double least = along[i] - learningRate * deviation(second(pilot.along(i)), samples);
            if (!(least > 0)) {
                return Double.POSITIVE_INFINITY;
            }
            double most = across[i] + learningRate * deviation(i, samples);
            greatest = Math.max(greatest, Math.atan(most / least));
        }
        return greatest;
    }

    private static void checkSamples(long samples) {
        Checks.between("samples", samples, 1, MOST_SAMPLES);
    }

    /** V of what the pilot found. */
    private double second(double mean) {
        return VectorBernstein.secondMoment(mean, limits.bound(), exponent, (double) pilotSamples);
    }

    private double deviation(double variance, long samples) {
        return VectorBernstein.deviation(variance, variance, limits.bound(), exponent, (double) samples)
                + limits.shift();
    }

    /**
     * Bounds how far the mean gradient of a unit is from its expectation, across the unit's atom.
     *
     * @param unit i, from 0 to m - 1
     * @param samples N, from 1 to 10^12
     * @return eps_N
     * @throws IllegalArgumentException if an argument is out of range
     */
    public double deviation(int unit, long samples) {
        checkSamples(samples);
        return deviation(variance(unit), samples);
    }

    /**
     * Bounds the variance of a sample's gradient across the unit's atom, from the pilot.
     *
     * @param unit i, from 0 to m - 1
     * @return V
     * @throws IllegalArgumentException if unit is out of range
     */
    public double variance(int unit) {
        Checks.between("unit", unit, 0, across.length - 1L);
        return second(pilot.across(unit));
    }

    /**
     * Returns the most that a sample's gradient can be from its expectation, whatever its code, with noise of a length that
     * 10^12 samples keep to.
     *
     * @return B
     */
    public double gradientBound() {
        return limits.bound();
    }

    /**
     * Searches how many samples are enough for the step to be certified to bring the greatest angle down.
     *
     * @return the least N with {@code phi+ < phi}; nothing if even 10^12 are too few, as when the exact step does not
     */
    public OptionalLong leastSamples() {
        if (!(after(MOST_SAMPLES) < before)) {
            return OptionalLong.empty();
        }
        long few = 0;
        long enough = MOST_SAMPLES;
        while (enough - few > 1) {
            long middle = (few + enough) / 2;
            if (after(middle) < before) {
                enough = middle;
            } else {
                few = middle;
            }
        }
        return OptionalLong.of(enough);
    }

    /**
     * Estimates, and does not bound, the variance of a sample's gradient across an atom, for values of mean 0 and weights at a
     * distance delta:
     * {@code p1 kappa2 (sigma^2 (n - k) + 2 kappa2 k (k - 1) mean_{i != j} <A_i, A_j>^2 + kappa2 k delta^2)}. It tells how many
     * samples are worth trying, and no certificate uses it. Cost: {@code 4 n m^2} operations.
     *
     * @param model the model, with a DOUBLE dictionary of unit columns, uniform supports and values of mean 0
     * @param delta the distance of the columns from their atoms, at least 0
     * @return the estimate of V
     * @throws IllegalArgumentException if the model is another or delta is negative or not finite
     */
    public static double varianceEstimate(GenerativeModel model, double delta) {
        Checks.nonNegative("delta", delta);
        if (!(model.codeLaw() instanceof SparseCodes law) || law.values().kappa1() != 0) {
            throw new IllegalArgumentException(
                    "the model's codes are " + model.codeLaw() + "; they must be SparseCodes with values of mean 0");
        }
        int k = law.sparsity();
        double kappa2 = law.values().kappa2();
        double square = SparseConstants.of(model.dictionary(), k).meanSquare();
        return law.inclusionOfDistinct(1)
                * kappa2
                * (model.noise() * model.noise() * (model.features() - k)
                        + 2 * kappa2 * k * (k - 1) * square
                        + kappa2 * k * delta * delta);
    }

    /**
     * Reports whether a step on N fresh samples, on their true supports, brings the greatest angle down. The angle after it is between 0 and the bound,
     * which may be loose: where it is not below the angle before, the report is {@code INCONCLUSIVE}.
     *
     * @param samples N, from 1 to 10^12
     * @return the report; findings: the angle after the exact step, the greatest eps_N, V and the B behind it. The
     *     condition tells the probability of failure
     * @throws IllegalArgumentException if samples is out of range
     */
    public Report report(long samples) {
        double after = after(samples);
        double exact = 0;
        int worst = 0;
        for (int i = 0; i < across.length; i++) {
            exact = Math.max(exact, Math.atan2(across[i], along[i]));
            worst = pilot.across(i) > pilot.across(worst) ? i : worst;
        }
        return Report.on(
                        CodeSupport.TRUE.statement("a step on fresh samples brings the greatest angle down"),
                        Statement.of("(C5.K)"))
                .requiring(Statement.failure(failure, failure))
                .claiming(new Bound("greatest angle after", after, BELOW, before, 0, after))
                .with("exactAfter", exact)
                .with("deviation", deviation(worst, samples))
                .with("variance", variance(worst))
                .with("gradientBound", limits.bound())
                .witnessedBy("unit " + worst + " has the greatest variance");
    }

    @Override
    public String toString() {
        return "SparseSampleStep[" + model + ", zeta=" + learningRate + ", pilot=" + pilotSamples + ", failure="
                + failure + "]";
    }
}
