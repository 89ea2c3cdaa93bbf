package org.autoencoder4j.check.contraction;

import static org.autoencoder4j.report.Relation.BELOW;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Report;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The dictionary as a fixed point of the expected update of a mixture on the true support, in closed form. Columns do not
 * interact there: with {@code a = zeta p_i} and {@code alpha = 1 - a (cos phi + b_i)^2} a column at the angle
 * {@code phi < pi/2} moves within the plane of itself and its atom to the angle
 *
 * <pre>
 *   tan phi+ = |alpha| / (alpha + a) tan phi,      which is below tan phi if and only if (cos phi + b_i)^2 &lt; 1/a + 1/2.
 * </pre>
 *
 * <p>So {@code |alpha| / (alpha + a)} at {@code phi = 0} is the exact local rate, and every start whose angles are below the
 * basin's, within which that holds, converges to the dictionary.
 *
 * <p>With the encoder's own support misfires move the fixed point: {@link MixtureInduction#fixedPoint} certifies one within
 * a ball. Immutable; threads may share it.
 *
 * @paper beyond NWH19 Theorem 4: autoencoder4j P1-C6, docs/INDUCTION.md (C6.M)
 */
public final class MixtureFixedPoint {
    private static final String ITEM = "(C6.M)";

    private final double[] lengths;
    private final double[] bias;

    private MixtureFixedPoint(double[] lengths, double[] bias) {
        this.lengths = lengths;
        this.bias = bias;
    }

    /**
     * Measures the fixed point. Cost: some operations a unit.
     *
     * @param model the mixture, with unit columns to 1e-6
     * @param bias b, a vector of length m with finite entries; not changed
     * @param learningRate zeta, finite and above 0
     * @return the fixed point
     * @throws IllegalArgumentException if an argument breaks these rules
     */
    public static MixtureFixedPoint of(GenerativeModel model, INDArray bias, double learningRate) {
        Mixture mixture = Mixture.of(model);
        Checks.vector("bias", bias, mixture.units(), "one entry for each unit of the model");
        Checks.finite("bias", bias);
        double[] lengths = mixture.weights.clone();
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] *= Checks.positive("learningRate", learningRate);
        }
        return new MixtureFixedPoint(lengths, bias.castTo(DataType.DOUBLE).toDoubleVector());
    }

    /**
     * Returns the factor by which a step multiplies the tangent of a column's angle.
     *
     * @param unit i
     * @param angle phi, in [0, pi/2)
     * @return {@code |alpha| / (alpha + a)}; infinite if {@code alpha + a <= 0}, where the step leads away
     * @throws IllegalArgumentException if angle is out of range
     */
    public double factor(int unit, double angle) {
        double cosine = Math.cos(Checks.between("angle", angle, 0, Math.PI / 2));
        double alpha = 1 - lengths[unit] * (cosine + bias[unit]) * (cosine + bias[unit]);
        double along = alpha + lengths[unit];
        return along > 0 ? Math.abs(alpha) / along : Double.POSITIVE_INFINITY;
    }

    /**
     * Returns the local rate.
     *
     * @return the greatest factor at the angle 0: below 1 if the dictionary attracts
     */
    public double rate() {
        return factor(slowest(), 0);
    }

    private int slowest() {
        int slowest = 0;
        for (int i = 1; i < bias.length; i++) {
            slowest = factor(i, 0) > factor(slowest, 0) ? i : slowest;
        }
        return slowest;
    }

    /**
     * Returns how far the basin reaches.
     *
     * @return an angle: starts whose columns are all below it converge to the dictionary; pi/2 if all do that are nearer to
     *     their atoms than orthogonal, 0 if the rate is not below 1
     */
    public double basin() {
        return rate() < 1 ? basin(narrowest()) : 0;
    }

    /** From the cosine on at which {@code -(cos phi + b)} gets too large; {@code cos phi + b} is greatest at 0. */
    private double basin(int i) {
        double reach = Math.sqrt(1 / lengths[i] + 0.5);
        return Math.acos(Math.max(0, Math.min(1, -bias[i] - reach)));
    }

    private int narrowest() {
        int narrowest = 0;
        for (int i = 1; i < bias.length; i++) {
            narrowest = basin(i) < basin(narrowest) ? i : narrowest;
        }
        return narrowest;
    }

    /**
     * Reports whether the dictionary attracts what is near it: a rate below 1. {@code FAILS} where columns near some atom move
     * away from it.
     *
     * @return the report
     */
    public Report attraction() {
        return Report.on(CodeSupport.TRUE.statement("the dictionary attracts what is near it"), Statement.of(ITEM))
                .claiming(new Bound("rate", rate(), BELOW, 1))
                .with("basinAngle", basin())
                .witnessedBy("unit " + slowest());
    }

    /**
     * Reports whether every start in a ball converges to the dictionary. {@code FAILS} where the ball reaches beyond the
     * basin: a column at the basin's own angle keeps it for ever, on one side of its atom and the other in turns. Condition:
     * the dictionary attracts what is near it.
     *
     * @param delta the greatest error of a start, at least 0 and below sqrt 2
     * @return the report
     * @throws IllegalArgumentException if delta is out of range
     */
    public Report basin(double delta) {
        double angle = CertifiedSteps.angle(delta);
        return Report.on(
                        CodeSupport.TRUE.statement("every start in the ball converges to the dictionary"),
                        Statement.of(ITEM))
                .requiring(new Bound("rate", rate(), BELOW, 1))
                .claiming(new Bound("greatest angle of a start", angle, BELOW, basin()))
                .witnessedBy("unit " + narrowest());
    }

    @Override
    public String toString() {
        return "MixtureFixedPoint[rate=" + rate() + ", basin=" + basin() + "]";
    }
}
