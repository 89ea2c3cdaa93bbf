package org.autoencoder4j.ntk.certificate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.autoencoder4j.network.OutputScaling;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.ntk.certificate.CertificateSearch.Choice;
import org.autoencoder4j.ntk.kernel.FiniteWidthKernel;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A state of training the encoder alone, as measured, from which certificates follow by formulas. Nothing is asked of samples
 * and weights: no lengths, no law.
 *
 * <p>What is measured: {@code lambda_n = ||X||^2}, {@code lambda_min(G)} of the encoder's kernel, the error {@code ||X -
 * U||_F}, {@code ||A||} and the lengths of A's columns. Up to {@code n d = 2000} G is formed, and the eigenvalue confirmed
 * by a Cholesky factorisation. Above, it is what {@link FiniteWidthKernel#solver} finds, which is never below the smallest
 * eigenvalue, and certificates are inconclusive: they hold if the eigenvalue is the smallest. All is computed in DOUBLE, and
 * numbers are taken with a relative room of 1e-9 to the safe side.
 *
 * <p>Immutable; threads may share it.
 *
 * @paper autoencoder4j P2-C3, P2-C4
 */
public final class WeakStart {
    /** The largest n d of which G is formed, so that its smallest eigenvalue can be confirmed. */
    public static final int LARGEST_CONFIRMED = 2000;

    private static final int THETAS = 19;

    private static final double[] PARTS = {0.3, 0.5, 0.7};

    private final StartState state;
    private final SmallestEigenvalue smallest;

    private WeakStart(StartState state, SmallestEigenvalue smallest) {
        this.state = state;
        this.smallest = smallest;
    }

    /**
     * Measures a state. Cost: {@code 8 (n d)^2 m} operations if G is formed, else those of the solver.
     *
     * @param autoencoder the weights, untied, with the scaling {@link OutputScaling#INVERSE_ROOT}; not changed
     * @param samples X, {@code n x d}, of its type, not all 0; not changed
     * @return the state
     * @throws IllegalArgumentException if an argument is not as described or a number is not finite
     */
    public static WeakStart of(TwoLayerAutoencoder autoencoder, INDArray samples) {
        return of(autoencoder, samples, JointStart.ROOM, LARGEST_CONFIRMED);
    }

    static WeakStart of(TwoLayerAutoencoder autoencoder, INDArray samples, double room, int largestFormed) {
        StartState state = new StartState(autoencoder, samples, room);
        return new WeakStart(state, smallest(state, largestFormed));
    }

    private static SmallestEigenvalue smallest(StartState state, int largestFormed) {
        FiniteWidthKernel kernel = FiniteWidthKernel.of(state.autoencoder(), state.samples(), Regime.WEAKLY_TRAINED);
        if (kernel.dimension() > largestFormed) {
            double found = kernel.solver().smallest().value();
            return new SmallestEigenvalue(Math.max(0, found * (1 - state.room())), false);
        }
        INDArray dense = kernel.dense();
        INDArray symmetric = dense.add(dense.transpose()).divi(2);
        double found = SymmetricEigen.eigenvalues(symmetric).getDouble(0);
        // An entry is a sum of products whose absolute values add up to at most the root of two diagonal entries.
        double terms = state.width() + 2.0 * state.count() + 2.0 * state.features();
        double rounding = terms * Math.ulp(1.0) * SmallestEigenvalue.trace(symmetric);
        return SmallestEigenvalue.of(symmetric, found, state.room(), rounding);
    }

    /**
     * Returns the smallest eigenvalue of G.
     *
     * @return {@code lambda_min(G)}, at least 0; 0 if it cannot be told from 0
     */
    public double smallestG() {
        return smallest.value();
    }

    /**
     * Says whether a Cholesky factorisation has confirmed {@link #smallestG}.
     *
     * @return whether it is certain; else certificates are inconclusive
     */
    public boolean isConfirmed() {
        return smallest.confirmed();
    }

    /**
     * Returns the error.
     *
     * @return {@code ||X - U||_F}
     */
    public double residual() {
        return state.residual();
    }

    /**
     * Returns the norm of the decoder.
     *
     * @return {@code ||A||}
     */
    public double normA() {
        return state.normA();
    }

    /**
     * Certifies the flow with a given part theta.
     *
     * @param theta the part of the eigenvalue that is kept, between 0 and 1, both excluded
     * @param bound how units that can change sign are counted
     * @return the certificate
     * @throws IllegalArgumentException if theta is out of its range
     */
    public WeakFlowCertificate flow(double theta, FlipBound bound) {
        return CertificateSearch.at(state, parts(requirePart("theta", theta), 1).flow(), bound);
    }

    /**
     * Certifies the flow with the greatest of the parts .05, .10, ..., .95 at which it is certain. Units are counted, and only
     * where no part would be certain by counting norms are computed.
     *
     * @return the certificate; that of the greatest margin by counting if none is certain
     */
    public WeakFlowCertificate flow() {
        return new CertificateSearch<WeakFlowCertificate>(
                        state, each -> each.margin() >= 0, Comparator.comparingDouble(WeakFlowCertificate::rate))
                .best(
                        thetas().map(theta -> parts(theta, 1).flow()).toList(),
                        Comparator.comparingDouble(WeakFlowCertificate::margin));
    }

    /**
     * Certifies descent with given parts theta and c.
     *
     * @param theta the part of the eigenvalue that is kept, between 0 and 1, both excluded
     * @param c the part of the first-order decrease that is kept, between 0 and 1, both excluded
     * @param bound how units that can change sign are counted
     * @return the certificate
     * @throws IllegalArgumentException if a part is out of its range
     */
    public WeakDescentCertificate descent(double theta, double c, FlipBound bound) {
        return CertificateSearch.at(
                state, parts(requirePart("theta", theta), requirePart("c", c)).descent(), bound);
    }

    /**
     * Certifies descent with the best of the parts theta of .05, .10, ..., .95 and c of .3, .5, .7: those of the greatest
     * fall at their largest step. Units are counted, and only where no parts would be certain by counting norms are computed.
     *
     * @return the certificate; that of the longest step by counting if none is certain
     */
    public WeakDescentCertificate descent() {
        return best(Double.MIN_VALUE, Comparator.comparingDouble(each -> each.rate() * each.largestStep()));
    }

    /**
     * Certifies descent with steps of a given size, with the best of the same parts: those of the greatest rate.
     *
     * @param eta the size of the steps, above 0
     * @return the certificate; that of the longest step by counting if none is certain of such steps
     * @throws IllegalArgumentException if eta is not above 0
     */
    public WeakDescentCertificate descentAt(double eta) {
        return best(Checks.positive("eta", eta), Comparator.comparingDouble(WeakDescentCertificate::rate));
    }

    private WeakDescentCertificate best(double eta, Comparator<WeakDescentCertificate> better) {
        List<Choice<WeakDescentCertificate>> all = thetas().flatMap(theta ->
                        Arrays.stream(PARTS).mapToObj(c -> parts(theta, c).descent()))
                .toList();
        return new CertificateSearch<WeakDescentCertificate>(state, each -> each.largestStep() >= eta, better)
                .best(all, Comparator.comparingDouble(WeakDescentCertificate::largestStep));
    }

    private static Stream<Double> thetas() {
        return IntStream.rangeClosed(1, THETAS).mapToObj(k -> (double) k / (THETAS + 1));
    }

    /** The formulas of parts. */
    WeakParts parts(double theta, double c) {
        return new WeakParts(state, smallest, theta, c);
    }

    private static double requirePart(String name, double value) {
        Checks.positive(name, value);
        Checks.positive("1 - " + name, 1 - value);
        return value;
    }

    @Override
    public String toString() {
        return "WeakStart[samples=" + state.count() + ", features=" + state.features() + ", width=" + state.width()
                + ", lambda_min(G)=" + smallestG() + (isConfirmed() ? "" : " if it is the smallest") + ", residual="
                + residual() + "]";
    }
}
