package org.autoencoder4j.check.contraction;

import static org.autoencoder4j.report.Relation.AT_MOST;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.expectation.internal.FiringRays;
import org.autoencoder4j.descent.BiasSchedule;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.report.Report;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the expected update {@code normalise(W - zeta E g)} of a mixture does to <em>all</em> weights within an angle phi of
 * the dictionary at once, on the support that the encoder finds itself. With {@code a = zeta p_i}, {@code c = cos phi}, if
 * {@code c + b_i >= 0} and {@code a (1 + b_i)^2 <= 1}, no column is farther from its atom than
 *
 * <pre>
 *   tan phi+ = max_i (h D + e) / (D - e),      alpha = 1 - a (c + b_i)^2,      h = alpha sin phi / (alpha c + a c),
 *   D = min( 1 + a - a (1 + b_i)^2, c (1 + a - a (c + b_i)^2) ),      e = zeta Gamma_i
 * </pre>
 *
 * <p>after it, where Gamma_i bounds what misfires add to the gradient over the whole ball ({@link #misfireTerms}). From
 * step to step that is an induction: {@link #steps}.
 *
 * <p>Normal noise, of the model's standard deviation, may always make a unit misfire. Noise of a bounded length need not, and
 * then {@code e = 0} ({@link #withBoundedNoise}).
 *
 * <p>Cost of a step: {@code O(m^2)}. Immutable; threads may share it.
 *
 * @paper beyond NWH19 Theorem 4: autoencoder4j P1-C4M, docs/INDUCTION.md (C4.M)
 */
public final class MixtureInduction implements StepBound {
    private static final String ITEM = "(C4.M)";

    private final Mixture mixture;
    private final double[] initialBias;
    private final double zeta;
    private final FiringRays rays;
    private final BiasSchedule schedule;
    private final OptionalDouble noiseLength;

    private MixtureInduction(
            Mixture mixture,
            double[] initialBias,
            double zeta,
            FiringRays rays,
            BiasSchedule schedule,
            OptionalDouble noiseLength) {
        this.mixture = mixture;
        this.initialBias = initialBias;
        this.zeta = zeta;
        this.rays = rays;
        this.schedule = schedule;
        this.noiseLength = noiseLength;
    }

    /**
     * Makes the induction for a bias that stays as it is.
     *
     * @param model the mixture, with unit columns to 1e-6, which are then divided by their lengths
     * @param bias b, a vector of length m with finite entries; not changed
     * @param activation ReLU or a hard threshold
     * @param learningRate zeta, finite and above 0
     * @return the induction
     * @throws IllegalArgumentException if an argument breaks these rules
     */
    public static MixtureInduction of(
            GenerativeModel model, INDArray bias, Activation activation, double learningRate) {
        Mixture mixture = Mixture.of(model);
        Checks.vector("bias", bias, mixture.units(), "one entry for each unit of the model");
        Checks.finite("bias", bias);
        return new MixtureInduction(
                mixture,
                bias.castTo(DataType.DOUBLE).toDoubleVector(),
                Checks.positive("learningRate", learningRate),
                FiringRays.of(activation, mixture.units()),
                BiasSchedule.fixed(),
                OptionalDouble.empty());
    }

    /**
     * Returns the induction for a bias that follows a schedule.
     *
     * @param other the schedule
     * @return a copy
     */
    public MixtureInduction with(BiasSchedule other) {
        return new MixtureInduction(mixture, initialBias, zeta, rays, other, noiseLength);
    }

    /**
     * Returns the induction for JumpReLU in the place of the activation: unit i passes what is above
     * {@code max(theta_i, 0)}.
     *
     * @param thresholds theta, one finite number for each unit
     * @return a copy
     * @throws IllegalArgumentException if there are not m, or one is not finite
     */
    public MixtureInduction withThresholds(double... thresholds) {
        if (thresholds.length != initialBias.length) {
            throw new IllegalArgumentException("there are " + thresholds.length
                    + " thresholds; there must be one for each of the model's " + initialBias.length + " units");
        }
        return new MixtureInduction(mixture, initialBias, zeta, FiringRays.above(thresholds), schedule, noiseLength);
    }

    /**
     * Returns the induction for noise of a bounded length in the place of the model's: of mean 0 and covariance a multiple of
     * the identity, for example normal noise that is drawn again while it is longer. Where every such noise leaves every unit
     * right, misfires add nothing, and elsewhere nothing is certified.
     *
     * @param rho the greatest length, at least 0
     * @return a copy
     * @throws IllegalArgumentException if rho is negative or not finite
     */
    public MixtureInduction withBoundedNoise(double rho) {
        return new MixtureInduction(
                mixture, initialBias, zeta, rays, schedule, OptionalDouble.of(Checks.nonNegative("rho", rho)));
    }

    /**
     * Certifies steps from any start in a ball.
     *
     * @param delta the greatest error {@code max_i ||W_i - A_i||} of a start, at least 0 and below sqrt 2
     * @param steps T, at least 1
     * @return the certified steps
     * @throws IllegalArgumentException if an argument is out of range
     */
    public CertifiedSteps steps(double delta, int steps) {
        return CertifiedSteps.of(ITEM, CodeSupport.OWN, delta, steps, this);
    }

    @Override
    public double after(long step, double angle) {
        double[] bias = bias(step);
        double[] terms = misfireTerms(step, angle);
        double tangent = 0;
        for (int i = 0; i < bias.length; i++) {
            tangent = Math.max(tangent, tangent(zeta * mixture.weights[i], bias[i], angle, zeta * terms[i]));
        }
        return tangent < Double.POSITIVE_INFINITY ? Math.atan(tangent) : Double.POSITIVE_INFINITY;
    }

    /** The tangent for one unit; infinite where nothing is certified. */
    private static double tangent(double a, double b, double angle, double e) {
        double c = Math.cos(angle);
        double alpha = 1 - a * (c + b) * (c + b);
        double atAtom = 1 + a - a * (1 + b) * (1 + b);
        double least = Math.min(atAtom, c * (alpha + a));
        if (!(c + b >= 0 && a * (1 + b) * (1 + b) <= 1 && e < least)) {
            return Double.POSITIVE_INFINITY;
        }
        double without = alpha * Math.sin(angle) / (alpha * c + a * c);
        return (without * least + e) / (least - e);
    }

    /**
     * Bounds what misfires add to the expected gradient of each unit, over all weights within an angle.
     *
     * @param step the step, whose bias counts
     * @param angle phi, in [0, pi/2)
     * @return Gamma_i for each unit; for noise of a bounded length 0, or infinite if it makes a unit misfire
     */
    public double[] misfireTerms(long step, double angle) {
        if (noiseLength.isPresent()) {
            double[] terms = new double[initialBias.length];
            Arrays.fill(terms, misfire(step, angle) > 0 ? Double.POSITIVE_INFINITY : 0);
            return terms;
        }
        return new MisfireTerms(mixture, caps(), rays.twoSided(), bias(step), angle).all();
    }

    /**
     * Bounds the probability that any unit misfires on a sample, over all weights within an angle.
     *
     * @param step the step, whose bias counts
     * @param angle phi, in [0, pi/2)
     * @return a number in [0, 1]; for noise of a bounded length 0 or 1
     */
    public double misfire(long step, double angle) {
        double[] bias = bias(step);
        if (noiseLength.isPresent()) {
            return caps().silent(bias, angle, noiseLength.getAsDouble()) ? 0 : 1;
        }
        double greatest = 0;
        for (int j = 0; j < bias.length; j++) {
            greatest = Math.max(greatest, caps().misfire(j, bias, angle, mixture.sigma()));
        }
        return greatest;
    }

    /**
     * Reports whether the expected update of the initial bias leaves no weights of a ball outside it; then it has a fixed
     * point there, by Brouwer's theorem. Condition: the step is certified. The report is {@code INCONCLUSIVE} where the bound
     * is above the ball's, for it may be loose.
     *
     * @param delta the greatest error in the ball, at least 0 and below sqrt 2
     * @return the report
     * @throws IllegalArgumentException if delta is out of range
     */
    public Report fixedPoint(double delta) {
        CertifiedSteps step = CertifiedSteps.of(ITEM, CodeSupport.OWN, delta, 1, this);
        return step.claiming("the expected update has a fixed point within delta", AT_MOST, delta);
    }

    private MixtureCaps caps() {
        return new MixtureCaps(mixture.angles, rays);
    }

    double[] bias(long step) {
        return Arrays.stream(initialBias).map(b -> schedule.at(b, step)).toArray();
    }

    Mixture mixture() {
        return mixture;
    }

    double zeta() {
        return zeta;
    }

    boolean hasNormalNoise() {
        return noiseLength.isEmpty();
    }

    @Override
    public String toString() {
        return "MixtureInduction[" + mixture.model + ", learningRate=" + zeta + "]";
    }
}
