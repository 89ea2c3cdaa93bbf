package org.autoencoder4j.check.contraction;

import static org.autoencoder4j.report.Relation.AT_MOST;
import static org.autoencoder4j.report.Relation.BELOW;

import java.util.function.DoubleUnaryOperator;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.check.contraction.internal.Bisection;
import org.autoencoder4j.check.contraction.internal.NormalisedStep;
import org.autoencoder4j.check.contraction.internal.SecondDerivative;
import org.autoencoder4j.check.expectation.ExpectedGradient;
import org.autoencoder4j.check.expectation.PopulationDynamics;
import org.autoencoder4j.check.internal.HeapColumns;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.SparseCodes;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Report;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Whether the expected step {@code F(W) = normalise(U(W))}, {@code U(W) = W - zeta E g(W)}, of any model with uniform
 * supports has exactly one fixed point near a computed one, within which distance, and from how far it is approached at
 * which rate. Values may have any mean, b and sigma are any. Distances are geodesic on the product of spheres: the root of
 * the sum of the columns' squared angles.
 *
 * <p>At What with unit columns: q0 and full, the norms of F' on tangent directions and on all, s1 that of U',
 * {@code nu = min_i |U_i|}, eps the distance of F(What) from What, and {@code s2 >= |U''|} within rho in closed form. If
 *
 * <pre>
 *   S1 = s1 + s2 rho,   c = nu - S1 rho &gt; 0,   Lip = (2 / sqrt 3) S1^2 / c^2 + s2 / c + full,
 *   q0 + Lip rho &lt; 1   and   eps + q0 rho + Lip rho^2 / 2 &lt;= rho,
 * </pre>
 *
 * <p>then there is exactly one fixed point within rho of What, and every start within rho converges to it, at a rate of at
 * most {@code q0 + Lip rho}. The greatest such rho is the {@link #basin}, the least the {@link #error} of What.
 *
 * <p>Codes are taken on the true support. True basins are far greater than certified ones: nothing is said of starts that
 * are farther away. For codes of mean 0 {@link SparseFixedPoint} certifies larger models. Immutable; threads may share it.
 *
 * @paper beyond NWH19 Theorem 4: autoencoder4j P1-C6, docs/INDUCTION.md (C6.3)
 */
public final class FixedPointCertificate {
    /** With so many numbers norms of the derivative take some minutes. */
    private static final int MOST_NUMBERS = 3000;

    private static final double UNIT_TOLERANCE = 1e-6;
    private static final double ATOM_TOLERANCE = 1e-9;

    private static final double FARTHEST = 2;
    private static final int HALVINGS = 200;

    private final NormalisedStep.Norms norms;
    private final double leastLength;
    private final double movement;
    private final double curvature;
    private final double curvatureSlope;
    private final double basin;
    private final double error;

    private FixedPointCertificate(NormalisedStep step, double curvature, double curvatureSlope) {
        this.leastLength = step.leastLength();
        this.norms = leastLength > 0 ? step.norms() : NormalisedStep.Norms.UNKNOWN;
        this.movement = step.movement();
        this.curvature = curvature;
        this.curvatureSlope = curvatureSlope;
        double farthest = Bisection.last(radius -> rate(radius) < 1, 0, FARTHEST);
        double middle = lowest(this::excess, farthest);
        boolean found = rate(middle) < 1 && excess(middle) <= 0;
        this.basin = found ? Bisection.last(radius -> excess(radius) <= 0 && rate(radius) < 1, middle, farthest) : 0;
        this.error = found ? Bisection.last(radius -> excess(radius) <= 0, middle, 0) : Double.POSITIVE_INFINITY;
    }

    /**
     * Certifies a computed fixed point. Cost: {@code 4 n m} expected gradients and three dense norms of
     * {@code nm x nm} matrices.
     *
     * @param model the model, with a DOUBLE dictionary of unit columns, uniform supports and {@code n m <= 3000}
     * @param bias b, a DOUBLE vector of length m
     * @param learningRate zeta, finite and above 0
     * @param point What, DOUBLE, {@code n x m} with columns of length 1 to 1e-6, which are divided by their lengths; for
     *     example the end of {@link PopulationDynamics#fixedPoint}
     * @return the certificate
     * @throws IllegalArgumentException if an argument breaks these rules
     * @throws org.autoencoder4j.model.law.UnstatedConstantException if the law does not state kappa1 and kappa2
     */
    public static FixedPointCertificate of(GenerativeModel model, INDArray bias, double learningRate, INDArray point) {
        SparseCodes law = uniform(model);
        Checks.vector("bias", bias, model.units(), "one entry for each unit of the model");
        Checks.sameType("bias", bias, "the model's dictionary", model.dictionary());
        Checks.positive("learningRate", learningRate);
        Checks.matrix("point", point, model.features(), model.units(), "the shape of the model's dictionary");
        Checks.sameType("point", point, "the model's dictionary", model.dictionary());
        Checks.between("n m", (long) model.features() * model.units(), 1, MOST_NUMBERS);
        HeapColumns columns = HeapColumns.of("point", point);
        Checks.between("the point's greatest deviation from length 1", columns.normDeviation(), 0, UNIT_TOLERANCE);
        HeapColumns units = columns.normalised();
        ExpectedGradient gradient = ExpectedGradient.of(model);
        NormalisedStep step = new NormalisedStep(
                weights -> weights.sub(gradient.at(new TiedAutoencoder(weights, bias, Activation.relu()), 0)
                        .weights()
                        .mul(learningRate)),
                matrix(units));
        SecondDerivative second = SecondDerivative.of(
                law, model.noise(), HeapColumns.of("dictionary", model.dictionary()), units, bias.toDoubleVector());
        double factor = learningRate * law.inclusionOfDistinct(1);
        return new FixedPointCertificate(step, factor * second.atPoint(), factor * second.slope());
    }

    private static SparseCodes uniform(GenerativeModel model) {
        if (model.dataType() != DataType.DOUBLE) {
            throw new IllegalArgumentException("the model is " + model.dataType() + "; it must be DOUBLE");
        }
        Checks.between("the model's normDeviation", model.normDeviation(), 0, ATOM_TOLERANCE);
        if (model.codeLaw() instanceof SparseCodes sparse) {
            return sparse;
        }
        throw new IllegalArgumentException("the model's codes are " + model.codeLaw() + "; they must be SparseCodes");
    }

    private static INDArray matrix(HeapColumns columns) {
        double[][] copies = new double[columns.count()][];
        for (int i = 0; i < copies.length; i++) {
            copies[i] = columns.column(i);
        }
        return HeapMatrix.ofColumns(copies, DataType.DOUBLE);
    }

    /** Where a convex function is least between 0 and a number. */
    private static double lowest(DoubleUnaryOperator function, double end) {
        double low = 0;
        double high = end;
        for (int t = 0; t < HALVINGS; t++) {
            double left = low + (high - low) / 3;
            double right = high - (high - low) / 3;
            if (function.applyAsDouble(left) <= function.applyAsDouble(right)) {
                high = right;
            } else {
                low = left;
            }
        }
        return low;
    }

    /** How much farther than rho a start within rho may come: {@code eps + q0 rho + Lip rho^2 / 2 - rho}. */
    private double excess(double radius) {
        return movement + norms.tangent() * radius + lipschitz(radius) * radius * radius / 2 - radius;
    }

    private double lipschitz(double radius) {
        double second = curvature + curvatureSlope * radius;
        double slope = norms.step() + second * radius;
        double length = leastLength - slope * radius;
        return length > 0
                ? 2 / Math.sqrt(3) * slope * slope / (length * length) + second / length + norms.full()
                : Double.POSITIVE_INFINITY;
    }

    /**
     * Bounds the factor by which a step brings two matrices within a distance of What nearer to each other.
     *
     * @param radius rho, at least 0
     * @return {@code q0 + Lip rho}, infinite if a column may vanish
     * @throws IllegalArgumentException if radius is negative or not finite
     */
    public double rate(double radius) {
        Checks.nonNegative("radius", radius);
        double lipschitz = lipschitz(radius);
        return Double.isInfinite(lipschitz) ? lipschitz : norms.tangent() + lipschitz * radius;
    }

    /**
     * Returns how far a start may be from What: all others within this distance converge to the same fixed point.
     *
     * @return the greatest rho; 0 if nothing is certified
     */
    public double basin() {
        return basin;
    }

    /**
     * Returns how far the fixed point is from What, at most.
     *
     * @return the least rho; infinite if nothing is certified
     */
    public double error() {
        return error;
    }

    /**
     * Reports whether there is exactly one fixed point within the basin, to which all starts in it converge. If no rho is
     * found the report is {@code INCONCLUSIVE} and has the numbers at 0: either q0, or the distance of F(What) from What,
     * is too great. The certificate is sufficient, so that it never {@code FAILS}.
     *
     * @return the report; findings: q0, full, s1, s2 and Lip at What, the error of What
     */
    public Report report() {
        double rate = rate(basin);
        double farthest = basin + excess(basin);
        return Report.on(
                        CodeSupport.TRUE.statement(
                                "there is exactly one fixed point within rho of What, and every start"
                                        + " within rho converges to it"),
                        Statement.of("(C6.3)"))
                .claiming(new Bound("rate within rho", rate, BELOW, 1, 0, rate))
                .claiming(new Bound("distance from What after a step", farthest, AT_MOST, basin, 0, farthest))
                .with("rho", basin)
                .with("error", error)
                .with("movement", movement)
                .with("tangentNorm", norms.tangent())
                .with("fullNorm", norms.full())
                .with("stepNorm", norms.step())
                .with("secondDerivative", curvature)
                .with("lipschitz", lipschitz(0));
    }

    @Override
    public String toString() {
        return "FixedPointCertificate[basin=" + basin + ", error=" + error + "]";
    }
}
