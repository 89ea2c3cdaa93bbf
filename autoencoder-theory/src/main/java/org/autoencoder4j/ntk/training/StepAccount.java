package org.autoencoder4j.ntk.training;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.network.OutputScaling;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The account of one step of gradient descent: {@code ||X - U(k+1)||_F^2 = ||X - U(k)||_F^2 + C_1 + ... }, with each
 * {@link StepTerm} computed by its own formula and not as what is left of the others.
 *
 * <p>With {@code F_i}, the units whose indicator {@code 1[<w_r, x_i> > 0]} differs before and after the step,
 * {@code K = G + H} (G if the encoder is trained, H if the decoder is), and {@code K_perp}, whose block (i, j) is that of
 * K summed over r in {@code F_i} only,
 *
 * <pre>
 * vec(U(k+1) - U(k)) = (eta/d) (K - K_perp) vec(X - U(k)) + v_2 + v_3
 * v_2,i = s sum over F_i of ( a_r(k+1) relu(w_r(k+1).x_i) - a_r(k) relu(w_r(k).x_i) )
 * v_3,i = s sum over the others of (a_r(k+1) - a_r(k)) 1[w_r(k).x_i > 0] (w_r(k+1) - w_r(k)).x_i
 * </pre>
 *
 * <p>which is exact for {@code s = 1/sqrt(m d)}. Where both layers are trained, the encoder may take shorter steps, by gamma
 * eta; then {@code gamma G} stands for G. The kernels are not formed, and beside the parameters no array has a side as long as
 * there are units. Everything is computed in DOUBLE. Immutable; threads may share it.
 *
 * @paper NWH-NTK eqs. (4.10), (4.11), (5.16) to (5.19) (corrected: C_3 and C_4 of section 5 have the factor 2)
 */
public final class StepAccount {
    private static final double DOUBLE_ROUNDING = 1e-12;
    private static final double FLOAT_ROUNDING = 1e-5;

    private final Regime regime;
    private final double learningRate;
    private final double gamma;
    private final double squaredBefore;
    private final double squaredAfter;
    private final Map<StepTerm, Double> terms = new EnumMap<>(StepTerm.class);
    private final int[] flips;
    private final double rounding;
    private final StepLimits limits;

    private StepAccount(StepArrays arrays, double learningRate, double gamma, Regime regime, DataType type) {
        this.regime = regime;
        this.learningRate = learningRate;
        this.gamma = gamma;
        squaredBefore = StepArrays.square(arrays.residual);
        squaredAfter = StepArrays.square(arrays.residualAfter);
        double scale = Math.sqrt(Math.max(StepArrays.square(arrays.samples), squaredBefore) / squaredBefore);
        rounding = scale * (type == DataType.DOUBLE ? DOUBLE_ROUNDING : FLOAT_ROUNDING);
        flips = arrays.flips.stream().mapToInt(members -> members.length).toArray();
        double byEncoder = regime.trainsEncoder() ? gamma : 0;
        double byDecoder = regime.trainsDecoder() ? 1 : 0;
        double squaredGradient = byEncoder * arrays.encoderGradient() + byDecoder * arrays.decoderGradient();
        double ofFlips = byEncoder * arrays.encoderFlipped() + byDecoder * arrays.decoderFlipped();
        terms.put(StepTerm.KERNEL, -2 * learningRate * squaredGradient);
        terms.put(StepTerm.FLIPPED_KERNEL, 2 * learningRate * ofFlips);
        terms.put(StepTerm.FLIPPED_UNITS, -2 * StepArrays.inner(arrays.residual, arrays.flippedMove));
        if (regime == Regime.JOINTLY_TRAINED) {
            terms.put(StepTerm.MIXED, -2 * StepArrays.inner(arrays.residual, arrays.mixedMove));
        }
        terms.put(StepTerm.SQUARE, StepArrays.square(arrays.outputMove));
        limits = new StepLimits(arrays, regime, learningRate, gamma);
    }

    /**
     * Accounts for a step of all trained layers by one step size. Cost: about {@code 30 n d m + 4 n^2 m} operations, four
     * decompositions of {@code n x n} and {@code d x d} matrices, and where units flip the norms of {@code A_{F_i}} and, up to
     * 2000 outputs n d, {@link #flippedKernelNorm}, {@code 3 n d^2} for each sample and unit that flips there; memory for a copy
     * of the decoder in DOUBLE, for {@code 2 n^2 + 8 n (d + 1024)} numbers, and for {@code 2 (n d)^2} where {@code K_perp} is
     * formed.
     *
     * @param samples X, {@code n x d}, of the autoencoders' type
     * @param before the parameters before the step
     * @param after the parameters after it, {@code before - eta gradient} for the layers that the regime trains
     * @param learningRate eta, above 0
     * @param regime what is trained: not {@link Regime#WEIGHT_TIED}, for which the paper has no such account
     * @return the account
     * @throws IllegalArgumentException if the arguments are not as described, the scaling is not
     *     {@link OutputScaling#INVERSE_ROOT}, a layer moved that the regime does not train, the error is 0, or a number
     *     is not finite
     */
    public static StepAccount of(
            INDArray samples,
            TwoLayerAutoencoder before,
            TwoLayerAutoencoder after,
            double learningRate,
            Regime regime) {
        return account(samples, before, after, learningRate, 1, regime);
    }

    private static StepAccount account(
            INDArray samples,
            TwoLayerAutoencoder before,
            TwoLayerAutoencoder after,
            double learningRate,
            double gamma,
            Regime regime) {
        StepChecks.require(samples, before, after, learningRate, regime);
        try (StepArrays arrays = new StepArrays(samples, before, after)) {
            Checks.positive("the squared error before the step", StepArrays.square(arrays.residual));
            return new StepAccount(arrays, learningRate, gamma, regime, samples.dataType());
        }
    }

    /**
     * Accounts for a step of both layers, of which the encoder's may be shorter: {@code W(k+1) = W(k) - gamma eta grad_W},
     * {@code A(k+1) = A(k) - eta grad_A}. Cost as of {@link #of}.
     *
     * @param samples X, {@code n x d}, of the autoencoders' type
     * @param before the parameters before the step
     * @param after the parameters after it
     * @param learningRate eta, above 0
     * @param gamma the encoder's own factor of the step, above 0 and at most 1
     * @return the account, for {@link Regime#JOINTLY_TRAINED}
     * @throws IllegalArgumentException as of {@link #of}, or if gamma is outside its range
     * @paper autoencoder4j P2-A2
     */
    public static StepAccount joint(
            INDArray samples,
            TwoLayerAutoencoder before,
            TwoLayerAutoencoder after,
            double learningRate,
            double gamma) {
        return account(samples, before, after, learningRate, requireGamma(gamma), Regime.JOINTLY_TRAINED);
    }

    /** Checks the encoder's own factor. */
    static double requireGamma(double gamma) {
        Checks.positive("gamma", gamma);
        return Checks.between("gamma", gamma, 0, 1);
    }

    /**
     * Returns what was trained.
     *
     * @return the regime
     */
    public Regime regime() {
        return regime;
    }

    /**
     * Returns the step size.
     *
     * @return eta
     */
    public double learningRate() {
        return learningRate;
    }

    /**
     * Returns which part of the step size the encoder takes.
     *
     * @return gamma, 1 unless {@link #joint} was told otherwise
     */
    public double gamma() {
        return gamma;
    }

    /**
     * Returns the squared error before the step.
     *
     * @return {@code ||X - U(k)||_F^2}, twice the loss
     */
    public double squaredBefore() {
        return squaredBefore;
    }

    /**
     * Returns the squared error after the step.
     *
     * @return {@code ||X - U(k+1)||_F^2}, twice the loss
     */
    public double squaredAfter() {
        return squaredAfter;
    }

    /**
     * Returns the factor by which the step changed the squared error.
     *
     * @return {@code ||X - U(k+1)||_F^2 / ||X - U(k)||_F^2}
     */
    public double ratio() {
        return squaredAfter / squaredBefore;
    }

    /**
     * Returns the terms of this regime.
     *
     * @return four terms, or five if both layers are trained, in the paper's order
     */
    public List<StepTerm> terms() {
        return List.copyOf(terms.keySet());
    }

    /**
     * Returns one term.
     *
     * @param term which
     * @return the number; 0 for a term that the regime does not have
     */
    public double term(StepTerm term) {
        return terms.getOrDefault(term, 0.0);
    }

    /**
     * Returns by how much the account does not add up.
     *
     * @return {@code | ||X - U(k+1)||^2 - ||X - U(k)||^2 - sum of the terms | / ||X - U(k)||^2}
     */
    public double imbalance() {
        double sum = terms.values().stream().mapToDouble(Double::doubleValue).sum();
        return Math.abs(squaredAfter - squaredBefore - sum) / squaredBefore;
    }

    /**
     * Returns how many units change sign at a sample.
     *
     * @param sample i
     * @return {@code |F_i|}, in print {@code |S_i^perp|}
     * @throws IllegalArgumentException if there is no such sample
     */
    public int flips(int sample) {
        Checks.between("sample", (long) sample, 0, flips.length - 1L);
        return flips[sample];
    }

    /**
     * Returns the greatest number of units that change sign at one sample.
     *
     * @return {@code max_i |F_i|}
     */
    public int mostFlips() {
        return Arrays.stream(flips).max().orElse(0);
    }

    /**
     * Returns the spectral norm of {@code K_perp}: 0 if no unit changes sign. Up to 2000 outputs n d the rows of samples at
     * which one does are formed; beyond, nothing of that order is, and an upper bound is returned, by the norms of both factors
     * of {@code K_perp = d J_F J^T}:
     *
     * <pre>
     * ||K_perp||^2 &lt;= ( (lambda_n/m) max_i ||A_{F_i}||^2 + sum over i and F_i of phi_ir^2 / m ) ( (lambda_n/m) ||A||^2 + ||H|| )
     * </pre>
     *
     * @return {@code ||K_perp||}, or that bound
     */
    public double flippedKernelNorm() {
        return limits.flippedKernelNorm;
    }

    /**
     * Returns what a term is at most, by bounds that hold for any parameters and step:
     *
     * <ul>
     *   <li>{@code C_1 <= 0};
     *   <li>{@code C_2 <= (2 eta/d) ||K_perp|| ||r||^2};
     *   <li>{@code C_3 <= 2 v ||r||}, {@code v^2 = 2/(m d) sum_i ( ||(dA phi(k+1, i)) over F_i||^2 + ||A_{F_i}||^2 ||(dW^T
     *       x_i) over F_i||^2 )} with the moves dW, dA of the layers;
     *   <li>mixed: {@code 2 eta^2 lambda_n sqrt(||H(k)||) ||A|| / (m d^{3/2}) ||r||^3};
     *   <li>square: {@code (eta^2/d^2) ( sqrt(||H(k)|| ||H(k+1)||) + lambda_n ||A||^2 / m )^2 ||r||^2}, with the first
     *       summand if the decoder is trained and the second if the encoder is.
     * </ul>
     *
     * <p>Where the encoder's steps are shorter, gamma multiplies the limits' {@code lambda_n}.
     *
     * @param term which
     * @return the limit, at least 0
     * @paper NWH-NTK Claims C.5 to C.8 (corrected)
     */
    public double limit(StepTerm term) {
        return limits.of(term);
    }

    StepLimits limits() {
        return limits;
    }

    /** How far rounding may put the error after the step by that before it, and so the quotient {@link #ratio}. */
    double rounding() {
        return rounding;
    }

    /** How far rounding may put a term by the squared error, which is that of the outputs' moves that it is made of. */
    double rounding(StepTerm term) {
        double move = Math.sqrt(limit(StepTerm.SQUARE) / squaredBefore);
        return switch (term) {
            case KERNEL, FLIPPED_KERNEL -> 0;
            case FLIPPED_UNITS -> mostFlips() == 0 ? 0 : 2 * rounding;
            case MIXED -> 2 * rounding * (move + rounding);
            case SQUARE -> rounding * (2 * move + rounding);
        };
    }

    /** The factor of the squared error against a limit: undecided where rounding decides. */
    Bound ratioAtMost(double limit) {
        double error = rounding + 1e-9 * Math.max(ratio(), Math.min(Math.abs(limit), 1e9));
        return Bound.rounded("||X - U(k+1)||^2 / ||X - U(k)||^2", ratio(), Relation.AT_MOST, limit, error);
    }

    /**
     * Reports whether the account adds up: to 1e-12 of the squared error or of the greatest term, if that is more (FLOAT: 1e-5,
     * since a step of FLOAT parameters is itself rounded), times {@code max(1, ||X|| / ||X - U||)} for the digits that the
     * difference {@code X - U} loses. If it fails, the second parameters are not a gradient step from the first. There is no
     * condition and nothing is drawn, so it either HOLDS or FAILS.
     *
     * @return the report, with the terms as findings
     */
    public Report identity() {
        double greatest = terms.values().stream().mapToDouble(Math::abs).max().orElse(0);
        double limit = rounding * Math.max(1, greatest / squaredBefore);
        Report report = Report.on(
                        "the squared error after a step is that before it and the terms of the step",
                        Reference.corrected("NWH-NTK", regime == Regime.WEAKLY_TRAINED ? "(4.11)" : "(5.16)-(5.19)"))
                .claiming(new Bound("relative imbalance", imbalance(), Relation.AT_MOST, limit))
                .with("squaredBefore", squaredBefore)
                .with("squaredAfter", squaredAfter);
        int index = 1;
        for (StepTerm term : terms()) {
            report = report.with("c" + index++, term(term));
        }
        return report.with("mostFlips", mostFlips()).with("flippedKernelNorm", flippedKernelNorm());
    }

    @Override
    public String toString() {
        return "StepAccount[" + regime + ", ratio=" + ratio() + ", " + terms + ", imbalance=" + imbalance() + "]";
    }
}
