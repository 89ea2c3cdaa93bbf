package org.autoencoder4j.check.contraction;

import static org.autoencoder4j.report.Relation.ABOVE;
import static org.autoencoder4j.report.Relation.AT_MOST;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.contraction.internal.MisfireTails;
import org.autoencoder4j.check.contraction.internal.SparseCap;
import org.autoencoder4j.check.contraction.internal.SparseConstants;
import org.autoencoder4j.check.contraction.internal.SparseLipschitz;
import org.autoencoder4j.check.contraction.internal.SparseNumbers;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.SparseCodes;
import org.autoencoder4j.model.law.SymmetricLaw;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Report;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What a step {@code W -> normalise(W - zeta E g)} without bias does to <em>all</em> weights within an angle phi of the
 * dictionary, for uniform supports of k atoms and values of both signs. With {@code a = zeta p1 kappa2}, {@code s = sin phi}
 * and bounds X_i, Y_i, C2 from norms of the dictionary's Gram matrix (docs/INDUCTION.md),
 *
 * <pre>
 *   tan phi+ = max_i ( max(1 - a cos^2 phi, a (1 + pi2 C2^2) - 1, 0) s + a (X_i + e) ) / ( min(1, cos phi (1 + a s^2)) - a (Y_i + e) ).
 * </pre>
 *
 * <p>Codes are taken on the true support, e = 0, or, {@link #withThreshold}, as the encoder finds them: e then bounds what
 * its misfires do, over random codes and normal noise. So {@link #steps} certifies runs from any start within a distance.
 *
 * <p>The bounds grow like {@code 5.6 (k - 1) / sqrt n} for random dictionaries of m = n atoms and need that to be well below
 * 1: small random dictionaries are not certified, though runs on them converge. Immutable; threads may share it.
 *
 * @paper beyond NWH19 Theorem 4: autoencoder4j P1-C4K, docs/INDUCTION.md (C4.K)
 */
public final class SparseInduction implements StepBound {
    private static final double ATOM_TOLERANCE = 1e-9;

    private final GenerativeModel model;
    private final SparseCodes law;
    private final double learningRate;
    private final SparseConstants atoms;
    private final SparseNumbers numbers;
    /** lambda; 0 for codes on the true support. */
    private final double threshold;

    private SparseInduction(
            GenerativeModel model, SparseCodes law, double learningRate, SparseConstants atoms, double threshold) {
        this.model = model;
        this.law = law;
        this.learningRate = learningRate;
        this.atoms = atoms;
        this.numbers = SparseNumbers.of(model, law, learningRate);
        this.threshold = threshold;
    }

    /**
     * Measures a dictionary, for codes on the true support. Cost: {@code 4 n m^2 + O(m^2 log m)} operations, once; each step
     * then is {@code O(m)}.
     *
     * @param model the model: a DOUBLE dictionary of unit columns, uniform supports of k atoms and symmetric values
     * @param learningRate zeta, finite and above 0
     * @return the induction
     * @throws IllegalArgumentException if an argument breaks these rules
     * @throws org.autoencoder4j.model.law.UnstatedConstantException if the law does not state kappa2
     */
    public static SparseInduction of(GenerativeModel model, double learningRate) {
        Checks.positive("learningRate", learningRate);
        SparseCodes law = symmetric(model);
        return new SparseInduction(model, law, learningRate, SparseConstants.of(model.dictionary(), law.sparsity()), 0);
    }

    private static SparseCodes symmetric(GenerativeModel model) {
        CodeLaw law = model.codeLaw();
        if (!(law instanceof SparseCodes sparse && sparse.values() instanceof SymmetricLaw)) {
            throw new IllegalArgumentException(
                    "the model's codes are " + law + "; they must be SparseCodes with values of a SymmetricLaw");
        }
        if (model.dataType() != DataType.DOUBLE) {
            throw new IllegalArgumentException("the model is " + model.dataType() + "; it must be DOUBLE");
        }
        Checks.between("the model's normDeviation", model.normDeviation(), 0, ATOM_TOLERANCE);
        return sparse;
    }

    /**
     * Returns the induction for an encoder that keeps {@code |z| >= lambda}, with its own support.
     *
     * @param lambda the threshold, finite and above 0; it should be below a1
     * @return a copy
     * @throws IllegalArgumentException if lambda is not above 0 or not finite
     * @throws org.autoencoder4j.model.law.UnstatedConstantException if the law does not state a1 and a2
     */
    public SparseInduction withThreshold(double lambda) {
        Checks.positive("lambda", lambda);
        Checks.between("a1", law.values().a1(), 0, law.values().a2());
        return new SparseInduction(model, law, learningRate, atoms, lambda);
    }

    /**
     * Bounds the angles after a step. Cost: {@code O(m)}.
     *
     * @param step the step, which does not matter
     * @param angle phi, in [0, pi/2)
     * @return phi+, infinite if nothing is certified
     */
    @Override
    public double after(long step, double angle) {
        SparseCap cap = cap(angle);
        double tangent = cap.tangent(onTrueSupport() ? 0 : misfires(cap).error());
        return tangent < Double.POSITIVE_INFINITY ? Math.atan(tangent) : tangent;
    }

    /**
     * Certifies T steps from any start within a distance.
     *
     * @param delta delta_0, the greatest {@code ||W_i - A_i||} at the start, at least 0 and below sqrt 2
     * @param steps T, at least 1
     * @return the steps that are certified
     * @throws IllegalArgumentException if an argument is out of range
     */
    public CertifiedSteps steps(double delta, int steps) {
        CodeSupport support = onTrueSupport() ? CodeSupport.TRUE : CodeSupport.OWN;
        return CertifiedSteps.of("(C4.K)", support, delta, steps, this);
    }

    /**
     * Reports whether a step leads no weights of a ball out of it; then it has a fixed point there, by Brouwer's theorem.
     * Conditions: the step is certified, and continuous. With an encoder's own support it is that where noise blurs the threshold,
     * or where no code comes to it anywhere in the ball; else, as for discrete values without noise, the step jumps where a value
     * passes the threshold. The report is {@code INCONCLUSIVE} where the bound is above the ball's, for it may be loose.
     *
     * @param delta the greatest error in the ball, at least 0 and below sqrt 2
     * @return the report
     * @throws IllegalArgumentException if delta is out of range
     */
    public Report fixedPoint(double delta) {
        Report report = steps(delta, 1).claiming("the expected step has a fixed point within delta", AT_MOST, delta);
        return onTrueSupport() || silent(delta)
                ? report
                : report.requiring(Bound.exact("sigma", model.noise(), ABOVE, 0));
    }

    private boolean silent(double delta) {
        return tails(cap(CertifiedSteps.angle(delta))).silent(threshold);
    }

    /**
     * Bounds the misfires of the encoder within a distance. Cost: {@code O(m)}.
     *
     * @param delta the distance, at least 0 and below sqrt 2
     * @return the bounds; all 0 for codes on the true support
     * @throws IllegalArgumentException if delta is out of range
     */
    public SparseMisfires misfires(double delta) {
        SparseCap cap = cap(CertifiedSteps.angle(delta));
        return onTrueSupport() ? new SparseMisfires(0, 0, 0, 0) : misfires(cap);
    }

    private SparseMisfires misfires(SparseCap cap) {
        return tails(cap).misfires(threshold, cap.norm(), atoms.block(), model.features());
    }

    private MisfireTails tails(SparseCap cap) {
        return new MisfireTails(law, model.noise(), cap, atoms.coherence(), atoms.units());
    }

    /**
     * Bounds how much nearer or farther a step on the true support brings any two weights within a distance of the
     * dictionary, in {@code max_i ||W_i - W'_i||}. It grows with the distance.
     *
     * @param delta the distance, at least 0 and below sqrt 2
     * @return q; infinite if a column may turn by a right angle
     * @throws IllegalArgumentException if delta is out of range
     */
    public double lipschitz(double delta) {
        return new SparseLipschitz(atoms, numbers, cap(CertifiedSteps.angle(delta))).bound();
    }

    SparseCap cap(double angle) {
        return new SparseCap(atoms, numbers, angle);
    }

    boolean onTrueSupport() {
        return threshold == 0;
    }

    GenerativeModel model() {
        return model;
    }

    double learningRate() {
        return learningRate;
    }

    @Override
    public String toString() {
        return "SparseInduction[" + model + ", zeta=" + learningRate
                + (onTrueSupport() ? ", on the true support]" : ", lambda=" + threshold + "]");
    }
}
