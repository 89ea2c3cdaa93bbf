package org.autoencoder4j.check.refinement;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.expectation.internal.Supports;
import org.autoencoder4j.check.refinement.internal.Hessian;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of the least-squares objective near the dictionary, to first order in {@code D = W - A}, against the
 * exact one of {@link ExpectedSweep}:
 *
 * <pre>
 *   g_i(A + D) = kappa2 p_i (I - E[P_S | i]) D_i + kappa1^2 sum_{j != i} p_ij (I - E[P_S | i, j]) D_j + O(|D|^2),
 * </pre>
 *
 * <p>P_S the projection on the span of A_S. Immutable; threads may share it.
 *
 * @paper beyond NWH19 eq. (16): docs/REFINEMENT.md (LS2)
 */
public final class FirstOrderGradient {
    private final INDArray gradient;
    private final double relativeError;
    private final double rounding;
    private final double distance;
    private final double independence;

    private FirstOrderGradient(
            INDArray gradient, double relativeError, double rounding, double distance, double independence) {
        this.gradient = gradient;
        this.relativeError = relativeError;
        this.rounding = rounding;
        this.distance = distance;
        this.independence = independence;
    }

    /**
     * Computes both gradients, by sums over all supports. Cost: that of {@link ExpectedSweep#of} and {@code k^3}
     * operations for each support.
     *
     * @param model the model
     * @param weights W, {@code n x m} with finite entries, of the model's type; unit i stands for atom i
     * @return the comparison
     * @throws IllegalArgumentException if shape or type do not fit or there are more than 5 million supports
     * @throws org.autoencoder4j.model.law.UnstatedConstantException if the law does not state its values, with kappa1
     *     and kappa2, or the probability of a support
     */
    public static FirstOrderGradient of(GenerativeModel model, INDArray weights) {
        Hessian hessian = new Hessian(model, Supports.all(model.codeLaw(), "the first order needs all of them"));
        ExpectedSweep sweep = ExpectedSweep.of(model, weights);
        INDArray difference = weights.castTo(DataType.DOUBLE).sub(hessian.atoms());
        INDArray gradient = hessian.times(difference);
        double error = sweep.gradient().sub(gradient).norm2Number().doubleValue();
        double norm = gradient.norm2Number().doubleValue();
        return new FirstOrderGradient(
                gradient,
                norm == 0 ? Double.NaN : error / norm,
                Math.sqrt(model.units()) * sweep.rounding() / norm,
                difference.norm2(0).maxNumber().doubleValue(),
                Math.min(sweep.independence(), hessian.independence()));
    }

    /**
     * Returns the gradient to first order.
     *
     * @return a new DOUBLE array {@code n x m} in 'f' order
     */
    public INDArray gradient() {
        return gradient.dup('f');
    }

    /**
     * Returns how far it is from the exact gradient.
     *
     * @return the norm of the difference relative to that of the gradient to first order; NaN if that is 0, as at the
     *     dictionary
     */
    public double relativeError() {
        return relativeError;
    }

    /**
     * Returns the greatest error of a column.
     *
     * @return {@code max_i |W_i - A_i|}
     */
    public double distance() {
        return distance;
    }

    /**
     * Reports whether the relative error is at most a constant times the greatest error of a column, as it is near the
     * dictionary for some constant. Condition: supports with independent columns, of W and of A.
     *
     * @param constant the constant of the claim, above 0
     * @return the report
     * @throws IllegalArgumentException if constant is not above 0
     */
    public Report order(double constant) {
        Checks.positive("constant", constant);
        return Report.on(
                        "the gradient is that of first order up to a relative error of the constant times max |W_i - A_i|",
                        Statement.of("(LS2)"))
                .requiring(Statement.independent(independence))
                .claiming(
                        Bound.rounded("relative error", relativeError, Relation.AT_MOST, constant * distance, rounding))
                .with("distance", distance)
                .with("effectiveConstant", relativeError / distance);
    }

    @Override
    public String toString() {
        return "FirstOrderGradient[distance=" + distance + ", relativeError=" + relativeError + "]";
    }
}
