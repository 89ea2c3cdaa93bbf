package org.autoencoder4j.ntk.certificate;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
 * smallest eigenvalue is not above what was found is confirmed by a Cholesky factorisation. All is computed in DOUBLE, and
 * numbers are taken with a relative room of 1e-9 to the safe side: {@code lambda_min(H)} downwards, all others upwards. No
 * eigenvalue of an {@code n d x n d} matrix is needed.
 *
 * <p>Cost: {@code 2 n d m + 2 n^2 m} operations and {@code 4/3 n^3}; a certificate of descent, {@code 2 n d m} and {@code 16
 * n m} comparisons, and where counting does not do, norms ({@link FlipBound#SPECTRAL}). Memory: copies of X, W and A,
 * three {@code n x n} matrices and {@code n x 1024} pre-activations. Immutable; threads may share it.
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
     * @param gamma the encoder's own step factor, above 0 and at most 1; 1 is the paper's
     * @return the certificate
     * @throws IllegalArgumentException if gamma is out of its range
     */
    public JointFlowCertificate flow(double gamma) {
        return new JointFlowCertificate(state.features(), smallestH(), isConfirmed(), fall(requireFactor(gamma)));
    }

    /**
     * Certifies descent with a given part c.
     *
     * @param c between 0 and 1, both excluded; the smaller, the longer the steps, and the slower the rate
     * @param gamma the encoder's own step factor, above 0 and at most 1; 1 is the paper's
     * @param bound how units that can change sign are counted
     * @return the certificate
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public JointDescentCertificate descent(double c, double gamma, FlipBound bound) {
        Checks.positive("c", c);
        Checks.positive("1 - c", 1 - c);
        JointDescentParts parts = parts(c, requireFactor(gamma));
        if (!(parts.mu() > 0)) {
            return parts.certificate(state.normA());
        }
        FlippedDecoder decoder = new FlippedDecoder(state);
        return bound == FlipBound.COUNTED
                ? counted(parts, decoder.counted(List.of(parts.reach()))[0])
                : parts.certificate(decoder.spectral(parts.reach(), Double.POSITIVE_INFINITY));
    }

    /**
     * Certifies descent with the best of 16 parts c: that of the greatest fall at its largest step. Units are counted, and
     * only where no part would be certain by counting norms are computed.
     *
     * @param gamma the encoder's own step factor, above 0 and at most 1; 1 is the paper's
     * @return the certificate; that of the longest step by counting if none is certain
     * @throws IllegalArgumentException if gamma is out of its range
     */
    public JointDescentCertificate descent(double gamma) {
        return search(requireFactor(gamma), 0, Comparator.comparingDouble(each -> each.rate() * each.largestStep()));
    }

    /**
     * Certifies descent with steps of a given size, with the best of 16 parts c: that of the greatest rate.
     *
     * @param gamma the encoder's own step factor, above 0 and at most 1; 1 is the paper's
     * @param eta the size of the steps, above 0
     * @return the certificate; that of the longest step by counting if none is certain of such steps
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public JointDescentCertificate descentAt(double gamma, double eta) {
        Checks.positive("eta", eta);
        return search(requireFactor(gamma), eta, Comparator.comparingDouble(JointDescentCertificate::rate));
    }

    private JointDescentCertificate search(double gamma, double eta, Comparator<JointDescentCertificate> better) {
        double least = smallestH() > 0 ? fall(gamma) / smallestH() : Double.POSITIVE_INFINITY;
        if (!(least < 1)) {
            return parts(0.5, gamma).certificate(state.normA());
        }
        List<JointDescentParts> all = IntStream.rangeClosed(1, PARTS)
                .mapToObj(k -> parts(least + (1 - least) * k / (PARTS + 1), gamma))
                .filter(parts -> parts.mu() > 0)
                .toList();
        FlippedDecoder decoder = new FlippedDecoder(state);
        double[] counted =
                decoder.counted(all.stream().map(JointDescentParts::reach).toList());
        List<JointDescentCertificate> found = IntStream.range(0, all.size())
                .mapToObj(k -> counted(all.get(k), counted[k]))
                .toList();
        return best(found, eta, better)
                .or(() -> best(
                        IntStream.range(0, all.size())
                                .filter(k -> all.get(k).enough(eta) > 0
                                        && decoder.canBeWithin(all.get(k).enough(eta), counted[k]))
                                .mapToObj(all::get)
                                .map(parts -> parts.certificate(decoder.spectral(parts.reach(), parts.enough(eta))))
                                .toList(),
                        eta,
                        better))
                .orElseGet(() -> found.stream()
                        .max(Comparator.comparingDouble(JointDescentCertificate::largestStep))
                        .orElseGet(() -> parts(0.5, gamma).certificate(state.normA())));
    }

    private JointDescentCertificate counted(JointDescentParts parts, double counted) {
        return parts.certificate(Math.min(state.normA(), counted));
    }

    private static Optional<JointDescentCertificate> best(
            List<JointDescentCertificate> found, double eta, Comparator<JointDescentCertificate> better) {
        return found.stream()
                .filter(each -> each.largestStep() > 0 && each.largestStep() >= eta)
                .max(better);
    }

    private JointDescentParts parts(double c, double gamma) {
        return new JointDescentParts(state, kernel, c, gamma, fall(gamma));
    }

    /** {@code L_g sqrt(d) e}. */
    private double fall(double gamma) {
        return Math.sqrt(gamma * state.features()) * state.lipschitz() * state.residual();
    }

    static double requireFactor(double gamma) {
        Checks.positive("gamma", gamma);
        return Checks.between("gamma", gamma, 0, 1);
    }

    /** {@code ||relu(X w_r)||} of each unit. */
    double[] codeLengths() {
        return kernel.codeLengths().clone();
    }

    /** R_r of each unit. */
    double[] reach(double c, double gamma) {
        return parts(c, gamma).reach();
    }

    /** How many units are in F_i, of each sample, for the reaches of a part c. */
    int[] counts(double c, double gamma) {
        return Arrays.stream(new FlippedDecoder(state).sets(parts(c, gamma).reach()))
                .mapToInt(BitSet::cardinality)
                .toArray();
    }

    @Override
    public String toString() {
        return "JointStart[samples=" + state.count() + ", features=" + state.features() + ", width=" + state.width()
                + ", lambda_min(H)=" + smallestH() + (isConfirmed() ? "" : " if it is the smallest") + ", residual="
                + residual() + "]";
    }
}
