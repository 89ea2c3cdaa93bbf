package org.autoencoder4j.ntk.convergence;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.network.OutputScaling;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.ntk.internal.HiddenFeatures;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What the squared error of a random start, {@code e^2 = ||X - U(0)||_F^2}, exceeds with probability at most delta. With t = log(1
 * / delta), and Rademacher A but for {@link #markov},
 *
 * <p>{@code ||X||_F^2 + tr H + 2 sqrt((||H||_F^2 + 2 tr(H X X^T)) t / d) + 2 ||H|| t / d}
 *
 * <p>for a given encoder and any samples, where {@code H = relu(X W) relu(X W)^T / m}: d is in the place of Markov's {@code 1 /
 * delta}, as signs are sub-Gaussian. For normal W there is a bound on tr H, and with it one before anything is drawn.
 *
 * <p>Threads may use it at the same time.
 *
 * @paper autoencoder4j P2-B4: docs/CONVERGENCE.md
 * @paper NWH-NTK Claim 4.1 (its mean; the tail is new)
 */
public final class InitialResidual {
    private InitialResidual() {}

    /**
     * Returns {@code 3/2 n / delta}, by the mean and Markov's inequality, for unit samples, normal W and any A of mean 0 with {@code
     * E a a^T = I} that is independent of W.
     *
     * @param samples n, at least 1
     * @param delta above 0 and at most 1
     * @return the bound on the square
     * @throws IllegalArgumentException if a number is outside its range
     */
    public static double markov(int samples, double delta) {
        Checks.atLeast("samples", samples, 1);
        Probabilities.check(delta);
        return GaussianNorms.initialError(samples) / delta;
    }

    /**
     * Returns the bound for unit samples and normal W: with {@code s = log(2 / delta)} and {@code tau = (sqrt(n/2) + sqrt(2
     * lambda_n s / m))^2}, which tr H exceeds with probability at most {@code delta / 2},
     *
     * <p>{@code n + tau + 2 sqrt((tau^2 + 2 lambda_n tau) s / d) + 2 tau s / d}.
     *
     * <p>It falls with m. E2 of the theorems is that of {@code 64 n d lambda_n} units, E2s that of {@code 364 d lambda_n}.
     *
     * @param constants the samples' constants
     * @param units m, above 0
     * @param delta above 0 and at most 1
     * @return the bound on the square
     * @throws IllegalArgumentException if units or delta is outside its range
     */
    public static double aPriori(KernelConstants constants, double units, double delta) {
        Probabilities.check(delta);
        double n = constants.samples();
        double lambdaN = constants.lambdaN();
        double log = Math.log(2 / delta);
        double root = Math.sqrt(n / 2) + Math.sqrt(2 * lambdaN * log / Checks.positive("units", units));
        double trace = root * root;
        return bound(n, trace, trace * trace, lambdaN * trace, trace, log / constants.features());
    }

    /** E2, for m at least {@code 64 n d lambda_n}. */
    static double wide(KernelConstants c, double delta) {
        return aPriori(c, 64.0 * c.samples() * c.features() * c.lambdaN(), delta);
    }

    /** E2s, for m at least {@code 364 n d}, where {@code lambda_n / m} is at most {@code 1 / (364 d)}. */
    static double slow(KernelConstants c, double delta) {
        return aPriori(c, 364.0 * c.features() * c.lambdaN(), delta);
    }

    private static double bound(double samples, double trace, double squares, double product, double norm, double t) {
        return samples + trace + 2 * Math.sqrt((squares + 2 * product) * t) + 2 * norm * t;
    }

    /**
     * Returns the bound for a given encoder. Cost: {@code 2 n d m + n^2 m} operations and the eigenvalues of H, in DOUBLE.
     *
     * @param samples X, {@code n x d} with finite entries, of any lengths
     * @param encoder W, {@code d x m} with finite entries, of the samples' type
     * @param delta above 0 and at most 1
     * @return the bound on the square
     * @throws IllegalArgumentException if an array is no such matrix or delta is outside its range
     */
    public static double givenEncoder(INDArray samples, INDArray encoder, double delta) {
        Probabilities.check(delta);
        Checks.finite("samples", Checks.matrix("samples", samples));
        Checks.matrix("encoder", encoder, samples.columns(), -1, "one row for each feature of the samples");
        Checks.sameType("encoder", encoder, "samples", samples);
        Checks.finite("encoder", encoder);
        INDArray x = samples.castTo(DataType.DOUBLE);
        INDArray kernel = HiddenFeatures.kernel(x, encoder.castTo(DataType.DOUBLE));
        INDArray gram = HiddenFeatures.gram(x);
        return bound(
                sum(Nd4j.diag(gram)),
                sum(Nd4j.diag(kernel)),
                sum(kernel.mul(kernel)),
                sum(kernel.mul(gram)),
                HiddenFeatures.norm(kernel),
                -Math.log(delta) / x.columns());
    }

    private static double sum(INDArray matrix) {
        return matrix.sumNumber().doubleValue();
    }

    /**
     * Reports whether a start's squared error is at most {@link #givenEncoder}. Conditions: all entries of A are 1 or -1, and
     * outputs are scaled by {@code 1/sqrt(m d)}. If A's signs are drawn independently of each other and of W it fails with
     * probability at most delta, and FAILS tells that this start is one of those. Cost: as of {@link #givenEncoder}, and {@code
     * 4 n d m} operations more.
     *
     * @param samples X, {@code n x d} with finite entries, of any lengths
     * @param start the autoencoder, of the samples' type
     * @param delta above 0 and at most 1
     * @return the report
     * @throws IllegalArgumentException if samples or the encoder is no such matrix, the weights are tied, or delta is outside
     *     its range
     */
    public static Report report(INDArray samples, TwoLayerAutoencoder start, double delta) {
        if (start.isWeightTied()) {
            throw new IllegalArgumentException("start has tied weights: its decoder is not independent of its encoder");
        }
        double limit = givenEncoder(samples, start.encoder(), delta);
        INDArray decoder = start.decoder().castTo(DataType.DOUBLE);
        double deviation = decoder.mul(decoder).subi(1).amaxNumber().doubleValue();
        double scale = start.scale() / OutputScaling.INVERSE_ROOT.factor(start.features(), start.width());
        TwoLayerAutoencoder exact = new TwoLayerAutoencoder(start.encoder().castTo(DataType.DOUBLE), decoder);
        double squared = 2 * exact.loss(samples.castTo(DataType.DOUBLE));
        return Report.on(
                        "the start's error is below what all but a part delta of the signs give",
                        ProvedWidth.reference("P2-B4"))
                .requiring(Bound.exact("max | A_ij^2 - 1 |", deviation, Relation.AT_MOST, 0))
                .requiring(Bound.exact("| s sqrt(m d) - 1 |", Math.abs(scale - 1), Relation.AT_MOST, 0))
                .claiming(new Bound("||X - U(0)||_F^2", squared, Relation.AT_MOST, limit))
                .with("delta", delta);
    }
}
