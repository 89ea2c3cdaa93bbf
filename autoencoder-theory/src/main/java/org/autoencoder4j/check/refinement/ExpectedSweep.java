package org.autoencoder4j.check.refinement;

import java.util.Optional;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.check.consistency.CodeConsistency;
import org.autoencoder4j.check.expectation.internal.Supports;
import org.autoencoder4j.check.internal.HeapColumns;
import org.autoencoder4j.check.refinement.internal.ExpectationSums;
import org.autoencoder4j.check.refinement.internal.SupportRegression;
import org.autoencoder4j.linalg.Cholesky;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a sweep of least squares on the true supports does in expectation, for any weights W with independent columns
 * W_S: with {@code x = W_S^+ y}, P_W the projection on the span of W_S and {@code M_S = (kappa2 - kappa1^2) A_S A_S^T +
 * kappa1^2 (A_S 1)(A_S 1)^T}, the objective, its gradient, the second moment of the codes and the update are
 *
 * <pre>
 *   f(W) = 1/2 E |(I - P_W) y|^2
 *   g    = -E[ (I - P_W) M_S W_S^+T ]      in the columns of S
 *   C    = E[ x x^T ]
 *   W+   = normalise(W - g C^-1)
 * </pre>
 *
 * <p>The noise adds {@code sigma^2 (n - k) / 2} to f, whatever W is, and nothing to g. So g is 0 at the dictionary
 * itself for every sigma, unlike the gradient of paper 1.
 *
 * <p>It is what samples give on average only where the encoder finds the support ({@link CodeConsistency},
 * {@link PursuitCertificate}). Unit i stands for atom i. Immutable; threads may share it.
 *
 * @paper beyond NWH19 section 5: docs/REFINEMENT.md (LS1)
 */
public final class ExpectedSweep {
    private final HeapColumns weights;
    private final ExpectationSums sums;
    private final int draws;
    private final double rounding;

    private ExpectedSweep(GenerativeModel model, INDArray weights, Supports supports) {
        Checks.matrix("weights", weights, model.features(), model.units(), "the shape of the model's dictionary");
        Checks.sameType("weights", weights.dataType(), "the model", model.dataType());
        this.weights = HeapColumns.of("weights", weights);
        this.sums = new ExpectationSums(model.features(), model.units());
        this.draws = supports.draws();
        SupportRegression given = new SupportRegression(model, weights);
        int[] greatest = {0};
        supports.forEach((support, weight) -> {
            sums.add(support, weight, given);
            greatest[0] = Math.max(greatest[0], support.length);
        });
        this.rounding = rounding(model, greatest[0]);
    }

    /** What rounding can make of a column of the gradient: so many roundings of its terms, amplified by the inverse. */
    private double rounding(GenerativeModel model, int sparsity) {
        HeapColumns atoms = HeapColumns.of("the model's dictionary", model.dictionary());
        double longest = IntStream.range(0, atoms.count())
                .mapToDouble(atoms::squaredNorm)
                .max()
                .orElseThrow();
        double shortest = IntStream.range(0, weights.count())
                .mapToDouble(weights::norm)
                .min()
                .orElseThrow();
        double scale = model.codeLaw().values().kappa2() * longest * sparsity / shortest;
        return (model.features() + sparsity * sparsity) * Math.ulp(1.0) * scale / sums.independence();
    }

    /**
     * Computes the expectations exactly, by a sum over all supports. Cost: {@code 6 k^2 n} operations for each of
     * {@code C(m, k)} supports, or of {@code 2^m} if the law states no k; memory for {@code 4 m^2 + 3 n m} numbers.
     *
     * @param model the model
     * @param weights W, {@code n x m} with finite entries, of the model's type; not changed
     * @return the expectations
     * @throws IllegalArgumentException if shape or type do not fit, or there are more than 5 million supports: {@link
     *     #sampled} is for those
     * @throws org.autoencoder4j.model.law.UnstatedConstantException if the law does not state its values, with kappa1
     *     and kappa2, or the probability of a support
     */
    public static ExpectedSweep of(GenerativeModel model, INDArray weights) {
        return new ExpectedSweep(model, weights, Supports.all(model.codeLaw(), "take ExpectedSweep.sampled"));
    }

    /**
     * Estimates the expectations from drawn supports, {@code streams.at("supports", 0, block)}; values and noise are
     * integrated exactly. Cost: as for {@link #of}, for each drawn support.
     *
     * @param model the model
     * @param weights W, {@code n x m} with finite entries, of the model's type; not changed
     * @param streams the source of randomness
     * @param supports how many supports are drawn, at least 2
     * @return the estimates
     * @throws IllegalArgumentException if shape or type do not fit, or supports is below 2
     * @throws org.autoencoder4j.model.law.UnstatedConstantException if the law does not state its values, with kappa1
     *     and kappa2
     */
    public static ExpectedSweep sampled(GenerativeModel model, INDArray weights, RandomStreams streams, int supports) {
        Checks.atLeast("supports", supports, 2);
        return new ExpectedSweep(model, weights, Supports.drawn(model.codeLaw(), streams, 0, supports));
    }

    /**
     * Returns the objective.
     *
     * @return f(W), at least {@code sigma^2 (n - k) / 2}
     */
    public double objective() {
        return sums.objective();
    }

    /**
     * Returns the gradient of the objective.
     *
     * @return g, a new DOUBLE array {@code n x m} in 'f' order
     */
    public INDArray gradient() {
        return HeapMatrix.ofColumns(sums.gradient(), DataType.DOUBLE);
    }

    /**
     * Returns the second moment of the codes.
     *
     * @return {@code C = E[x x^T]}, a new DOUBLE array {@code m x m}, symmetric to rounding
     */
    public INDArray secondMoment() {
        return HeapMatrix.ofColumns(sums.secondMoment(), DataType.DOUBLE);
    }

    /**
     * Tells how well supports determine their codes.
     *
     * @return the least squared sine, over supports and their columns, of the angle between a column of W_S and the
     *     span of the others; 0 if columns are dependent: then what such supports would add is left out of all other
     *     numbers
     */
    public double independence() {
        return sums.independence();
    }

    /**
     * Returns the standard error of a column of the gradient.
     *
     * @param unit i, from 0 to m - 1
     * @return the root of the sum of its entries' squared standard errors; 0 if all supports were taken
     * @throws IllegalArgumentException if unit is outside its range
     */
    public double standardError(int unit) {
        Checks.between("unit", unit, 0, weights.count() - 1L);
        return draws == 0 ? 0 : sums.standardError(unit, draws);
    }

    /** What rounding can make of a column of the gradient. */
    double rounding() {
        return rounding;
    }

    /**
     * Computes the update. Cost: {@code m^3 / 3 + 2 n m^2} operations.
     *
     * @return {@code normalise(W - g C^-1)}, a new DOUBLE array {@code n x m} in 'f' order
     * @throws ArithmeticException if C is not positive definite, as when a unit is in no support
     */
    public INDArray update() {
        HeapColumns next = step(0).orElseThrow(
                        () -> new ArithmeticException("the second moment of the codes is not positive definite:"
                                + " each unit must be in some support, and codes must not be dependent"))
                .normalised();
        double[][] columns =
                IntStream.range(0, next.count()).mapToObj(next::column).toArray(double[][]::new);
        return HeapMatrix.ofColumns(columns, DataType.DOUBLE);
    }

    /** {@code W - g (C + eps I)^-1}, eps a share of the mean diagonal of C; empty if that is not positive definite. */
    Optional<HeapColumns> step(double share) {
        INDArray moment = secondMoment();
        double eps = share * Nd4j.diag(moment).meanNumber().doubleValue();
        return Cholesky.of(moment, eps).map(factors -> {
            double[][] columns = HeapMatrix.rows(factors.times(HeapMatrix.ofRows(sums.gradient(), DataType.DOUBLE)));
            for (int i = 0; i < columns.length; i++) {
                double[] next = weights.column(i);
                Vectors.add(next, -1, columns[i]);
                columns[i] = next;
            }
            return HeapColumns.of(columns);
        });
    }

    /**
     * Reports whether W is a stationary point of the objective, as the dictionary is: {@code max_i |g_i|} is at most a
     * limit. Sampled columns count with 4 standard errors, and decide nothing if the rarest unit was in fewer than 30
     * supports. Condition: the columns of each support are independent, by {@link #independence} of at least 1e-6.
     *
     * @param limit how long a column of g may be, at least 0; rounding leaves some 1e-16 kappa2
     * @return the report
     * @throws IllegalArgumentException if limit is negative or not finite
     */
    public Report report(double limit) {
        Checks.nonNegative("limit", limit);
        int worst = 0;
        for (int i = 1; i < weights.count(); i++) {
            worst = isWorse(i, worst, limit) ? i : worst;
        }
        return Report.on("the least-squares objective is stationary at the weights", Statement.of("(LS1)"))
                .requiring(Statement.independent(independence()))
                .claiming(bound(worst, limit))
                .with("objective", objective())
                .with("drawnSupports", draws)
                .witnessedBy("unit " + worst);
    }

    /** A unit that violates the limit is worse than any that does not, whose interval may reach further. */
    private boolean isWorse(int unit, int other, double limit) {
        boolean violates = bound(unit, limit).verdict() == Verdict.FAILS;
        return violates == (bound(other, limit).verdict() == Verdict.FAILS)
                ? length(unit) + margin(unit) > length(other) + margin(other)
                : violates;
    }

    private Bound bound(int unit, double limit) {
        String quantity = "max |g_i|";
        return draws == 0
                ? Bound.rounded(quantity, length(unit), Relation.AT_MOST, limit, rounding)
                : Bound.sampled(
                        quantity,
                        length(unit),
                        Relation.AT_MOST,
                        limit,
                        margin(unit) / Bound.STANDARD_ERRORS,
                        sums.leastUses());
    }

    private double length(int unit) {
        return Vectors.norm(sums.gradient()[unit]);
    }

    private double margin(int unit) {
        return Bound.STANDARD_ERRORS * standardError(unit) + rounding;
    }

    @Override
    public String toString() {
        return "ExpectedSweep[objective=" + objective() + ", |g|=" + gradient().norm2Number() + "]";
    }
}
