package org.autoencoder4j.ntk.certificate;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.network.OutputScaling;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A state of joint training, as measured, from which certificates follow by formulas: a random start, or any iterate of a
 * run, which is then certain from there on. Nothing is asked of samples and weights: no lengths, no law.
 *
 * <p>What is measured: {@code lambda_n = ||X||^2}, both ends of the spectrum of {@code H = relu(X W) relu(X W)^T / m}, the
 * error {@code ||X - U||_F}, {@code ||A||}, and for each unit {@code ||a_r||} and {@code ||relu(X w_r)|| / ||X||}. That the
 * smallest eigenvalue is not below what was found, and the largest not above, is
 * confirmed by a Cholesky factorisation each. All is computed in DOUBLE, and
 * numbers are taken with a relative room of 1e-9 to the safe side: {@code lambda_min(H)} downwards, all others upwards. No
 * eigenvalue of an {@code n d x n d} matrix is needed.
 *
 * <p>Cost: {@code 2 n d m + 2 n^2 m} operations and {@code 2 n^3}; a certificate of descent, {@code 2 n d m} and {@code 16 n m}
 * comparisons. Where counting does not do, up to 16 norms of {@code d x m} matrices, and where these do not either, up to n
 * norms ({@link FlipBound#SPECTRAL}) for each part until one is certain or fails: with b = min(d, m) up to {@code 16 n (2 b d m +
 * 4/3 b^3)} operations at the very worst, and seldom more than n such norms. Memory: copies of X, W and A, four {@code n x n}
 * matrices and 4 million pre-activations. Immutable; threads may share it.
 *
 * @paper autoencoder4j P2-C1, P2-C2
 */
public final class JointStart {
    /** The largest n, whose square is formed. */
    public static final int LARGEST_COUNT = 5000;

    /** How much of each number is kept as room. */
    static final double ROOM = 1e-9;

    private static final int PARTS = 16;

    private final StartState state;
    private final HiddenKernel kernel;

    private JointStart(StartState state, HiddenKernel kernel) {
        this.state = state;
        this.kernel = kernel;
    }

    /**
     * Measures a state.
     *
     * @param autoencoder the weights, untied, with the scaling {@link OutputScaling#INVERSE_ROOT}; not changed
     * @param samples X, {@code n x d} with n at most 5000, of its type, not all 0; not changed
     * @return the state
     * @throws IllegalArgumentException if an argument is not as described or a number is not finite
     */
    public static JointStart of(TwoLayerAutoencoder autoencoder, INDArray samples) {
        return of(autoencoder, samples, ROOM);
    }

    static JointStart of(TwoLayerAutoencoder autoencoder, INDArray samples, double room) {
        StartState state = new StartState(autoencoder, samples, room);
        Checks.between("the number of samples", (long) state.count(), 1, LARGEST_COUNT);
        return new JointStart(state, HiddenKernel.of(state));
    }

    /**
     * Returns the smallest eigenvalue of H.
     *
     * @return {@code lambda_min(H)}, at least 0; 0 if it cannot be told from 0
     */
    public double smallestH() {
        return kernel.smallest().value();
    }

    /**
     * Says whether a Cholesky factorisation has confirmed {@link #smallestH}.
     *
     * @return whether it is certain; else certificates are inconclusive
     */
    public boolean isConfirmed() {
        return kernel.smallest().confirmed();
    }

    /**
     * Returns the norm of H.
     *
     * @return {@code ||H||}
     */
    public double normH() {
        return kernel.norm();
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
     * Returns the square of the samples' norm.
     *
     * @return {@code lambda_n = ||X||^2}
     */
    public double lambdaN() {
        return state.lambdaN();
    }

    /**
     * Certifies the flow.
     *
     * @param gamma the encoder's own factor of the step, above 0 and at most 1; 1 is the paper's
     * @return the certificate
     * @throws IllegalArgumentException if gamma is out of its range
     */
    public JointFlowCertificate flow(double gamma) {
        return new JointFlowCertificate(state.features(), smallestH(), isConfirmed(), fall(requireGamma(gamma)));
    }

    /**
     * Certifies descent with a given part c.
     *
     * @param c between 0 and 1, both excluded; the smaller, the longer the steps, and the slower the rate
     * @param gamma the encoder's own factor of the step, above 0 and at most 1; 1 is the paper's
     * @param bound how units that can change sign are counted
     * @return the certificate
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public JointDescentCertificate descent(double c, double gamma, FlipBound bound) {
        Checks.positive("c", c);
        Checks.positive("1 - c", 1 - c);
        return CertificateSearch.at(state, parts(c, requireGamma(gamma)), bound);
    }

    /**
     * Certifies descent with the best of 16 parts c: that of the greatest fall at its largest step. Units are counted, and
     * only where no part would be certain by counting norms are computed: of all that any sample flips, and only where these
     * do not do, of what each sample flips.
     *
     * @param gamma the encoder's own factor of the step, above 0 and at most 1; 1 is the paper's
     * @return the certificate; that of the longest step by counting if none is certain
     * @throws IllegalArgumentException if gamma is out of its range
     */
    public JointDescentCertificate descent(double gamma) {
        return best(
                requireGamma(gamma),
                Double.MIN_VALUE,
                Comparator.comparingDouble(each -> each.rate() * each.largestStep()));
    }

    /**
     * Certifies descent with steps of a given size, with the best of 16 parts c: that of the greatest rate.
     *
     * @param gamma the encoder's own factor of the step, above 0 and at most 1; 1 is the paper's
     * @param eta the size of the steps, above 0
     * @return the certificate; that of the longest step by counting if none is certain of such steps
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public JointDescentCertificate descentAt(double gamma, double eta) {
        Checks.positive("eta", eta);
        return best(requireGamma(gamma), eta, Comparator.comparingDouble(JointDescentCertificate::rate));
    }

    private JointDescentCertificate best(double gamma, double eta, Comparator<JointDescentCertificate> better) {
        double least = fall(gamma) / smallestH();
        List<JointDescentParts> all = least < 1
                ? IntStream.rangeClosed(1, PARTS)
                        .mapToObj(k -> parts(least + (1 - least) * k / (PARTS + 1), gamma))
                        .toList()
                : List.of(parts(0.5, gamma));
        return new CertificateSearch<JointDescentCertificate>(state, each -> each.largestStep() >= eta, better)
                .best(all, Comparator.comparingDouble(JointDescentCertificate::largestStep));
    }

    /** The formulas of a part c. */
    JointDescentParts parts(double c, double gamma) {
        return new JointDescentParts(state, kernel, c, gamma, fall(gamma));
    }

    /** {@code L_g sqrt(d) e}. */
    private double fall(double gamma) {
        return Math.sqrt(gamma * state.features()) * state.lipschitz() * state.residual();
    }

    static double requireGamma(double gamma) {
        Checks.positive("gamma", gamma);
        return Checks.between("gamma", gamma, 0, 1);
    }

    @Override
    public String toString() {
        return "JointStart[samples=" + state.count() + ", features=" + state.features() + ", width=" + state.width()
                + ", lambda_min(H)=" + smallestH() + (isConfirmed() ? "" : " if it is the smallest") + ", residual="
                + residual() + "]";
    }
}
