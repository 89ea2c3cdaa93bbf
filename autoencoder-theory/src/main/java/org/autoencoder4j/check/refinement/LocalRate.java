package org.autoencoder4j.check.refinement;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.expectation.internal.Supports;
import org.autoencoder4j.check.internal.HeapColumns;
import org.autoencoder4j.check.refinement.internal.Hessian;
import org.autoencoder4j.check.refinement.internal.RateOperator;
import org.autoencoder4j.check.refinement.internal.RayleighSums;
import org.autoencoder4j.linalg.BlockLobpcg;
import org.autoencoder4j.linalg.ExtremeEigenpair;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How fast sweeps of least squares on the true supports approach the dictionary: the greatest eigenvalue rho of the
 * Jacobian of {@link ExpectedSweep#update} at A on the tangent space of unit columns. With the Hessian H of the
 * objective
 *
 * <pre>
 *   J(D) = D - H(D) C^-1,
 *   H(D)_i = kappa2 p_i (I - E[P_S | i]) D_i + kappa1^2 sum_{j != i} p_ij (I - E[P_S | i, j]) D_j,
 * </pre>
 *
 * <p>P_S the projection on the span of A_S. J is self-adjoint for {@code tr(D C D'^T)}, with eigenvalues in [0, 1];
 * those of rescaled columns are 1 and vanish by normalisation. Without noise the quotient is {@code E|P_S D_S x|^2 /
 * E|D_S x|^2}. So rho is the factor by which small errors shrink at each sweep, at worst; 1 if the supports do not
 * determine A locally.
 *
 * <p>For values of mean 0 a {@link RateBound} needs neither supports nor eigenvalues, and without noise each of the
 * {@link ColumnRates} is a small matrix's. Here the eigenvalue is found by {@link BlockLobpcg}, with a residual of at
 * most 1e-8, or 1e-4 for drawn supports. Immutable; threads may share it.
 *
 * @paper beyond NWH19 Theorem 4: docs/REFINEMENT.md (LS3)
 */
public final class LocalRate {
    /** So few supports, in effect, tell no standard error. */
    private static final double LEAST_DRAWS = 30;

    /** Far below the spread of drawn supports, and part of the interval. */
    private static final double DRAWN_TOLERANCE = 1e-4;

    private static final double ROUNDING = 1e-9;

    private final GenerativeModel model;
    private final double independence;
    private final double rate;
    private final double low;
    private final double high;

    private LocalRate(GenerativeModel model, double independence, double rate, double low, double high) {
        this.model = model;
        this.independence = independence;
        this.rate = rate;
        this.low = Math.min(rate, low);
        this.high = Math.max(rate, high);
    }

    /**
     * Computes the rate from all supports. Cost: some 100 to 1000 products, each of {@code k^3} operations for each of
     * {@code C(m, k)} supports and {@code 10 n m^2} in matrix products.
     *
     * @param model the model, whose atoms should have length 1; each unit must be in some support
     * @return the rate
     * @throws IllegalArgumentException if there are more than 5 million supports: {@link #sampled} is for those
     * @throws ArithmeticException if a unit is in no support
     * @throws org.autoencoder4j.model.law.UnstatedConstantException if the law does not state its values, with kappa1
     *     and kappa2, or the probability of a support
     */
    public static LocalRate of(GenerativeModel model) {
        Hessian hessian = new Hessian(model, Supports.all(model.codeLaw(), "take LocalRate.sampled"));
        ExtremeEigenpair pair = BlockLobpcg.of(new RateOperator(hessian)).largest();
        double rate = pair.value() - 1;
        double high = pair.converged() ? rate + pair.residual() : 1;
        return new LocalRate(model, hessian.independence(), rate, rate - pair.residual(), high);
    }

    /**
     * Estimates the rate from drawn supports. The greatest eigenvalue over drawn supports is what sweeps over so many
     * samples have; in the mean it lies above the expected one, for a maximum is convex. So with 4 standard errors it
     * is a bound from above. The direction that has it, tried on as many fresh supports, gives one from below.
     *
     * @param model the model, whose atoms should have length 1
     * @param streams the source of randomness; supports are drawn at its steps 0 and 1
     * @param supports how many supports are drawn at each, at least 2, and so many that each unit is in one
     * @return the estimate
     * @throws IllegalArgumentException if supports is below 2
     * @throws ArithmeticException if a unit is in no drawn support
     * @throws org.autoencoder4j.model.law.UnstatedConstantException if the law does not state its values, with kappa1
     *     and kappa2
     */
    public static LocalRate sampled(GenerativeModel model, RandomStreams streams, int supports) {
        Checks.atLeast("supports", supports, 2);
        Hessian hessian = new Hessian(model, Supports.drawn(model.codeLaw(), streams, 0, supports));
        RateOperator operator = new RateOperator(hessian);
        ExtremeEigenpair pair =
                BlockLobpcg.of(operator).withTolerance(DRAWN_TOLERANCE).largest();
        double rate = pair.value() - 1;
        INDArray direction = operator.direction(pair.vector());
        RayleighSums own = hessian.rayleigh(direction);
        Hessian fresh = new Hessian(model, Supports.drawn(model.codeLaw(), streams, 1, supports));
        RayleighSums others = fresh.rayleigh(new RateOperator(fresh).withoutRescalings(direction));
        boolean told = Math.min(own.effectiveDraws(), others.effectiveDraws()) >= LEAST_DRAWS;
        double low = others.quotient() - Bound.STANDARD_ERRORS * others.standardError();
        double high = rate + pair.residual() + Bound.STANDARD_ERRORS * own.standardError();
        return new LocalRate(
                model,
                Math.min(hessian.independence(), fresh.independence()),
                rate,
                told ? low : 0,
                told && pair.converged() ? high : 1);
    }

    /**
     * Returns the rate.
     *
     * @return rho, in [0, 1] to rounding: of the model, or of the drawn supports
     */
    public double rate() {
        return rate;
    }

    /**
     * Reports whether small errors shrink by at least a factor at each sweep. For drawn supports the number has the
     * interval described at {@link #sampled}. Conditions: unit atoms, to 1e-6, and supports with independent columns.
     *
     * @param limit the factor of the claim, at least 0
     * @return the report
     * @throws IllegalArgumentException if limit is negative or not finite
     */
    public Report contraction(double limit) {
        Checks.nonNegative("limit", limit);
        return conditions("near the dictionary a sweep shrinks every error by the factor")
                .claiming(measured(limit));
    }

    /**
     * Reports whether the rate keeps its {@link RateBound}. The bound is proved, so with its conditions it never
     * {@code FAILS}: the report is for its numbers. Conditions: those of {@link #contraction}, values of mean 0, and
     * {@code mu1(k - 1) < 1}.
     *
     * @return the report
     * @throws org.autoencoder4j.model.law.UnstatedConstantException as for {@link RateBound#of}
     */
    public Report closedBound() {
        RateBound bound = RateBound.of(model);
        double mean = Math.abs(model.codeLaw().values().kappa1());
        return conditions("the local rate keeps its closed bound")
                .requiring(Bound.exact("|kappa1|", mean, Relation.AT_MOST, 0))
                .requiring(bound.dominant())
                .claiming(measured(bound.value()))
                .with("slack", bound.value() - rate);
    }

    private Bound measured(double limit) {
        return new Bound("rho", rate, Relation.AT_MOST, limit, low - ROUNDING, high + ROUNDING);
    }

    private Report conditions(String statement) {
        return Report.on(statement, Statement.of("(LS3)"))
                .requiring(HeapColumns.unitLength("A", model.normDeviation()))
                .requiring(Statement.independent(independence));
    }

    @Override
    public String toString() {
        return "LocalRate[rate=" + rate + ", between " + low + " and " + high + "]";
    }
}
