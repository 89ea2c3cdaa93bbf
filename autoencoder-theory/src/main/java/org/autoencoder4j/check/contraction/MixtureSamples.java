package org.autoencoder4j.check.contraction;

import static org.autoencoder4j.report.Relation.BELOW;

import java.util.OptionalLong;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.report.Report;

/**
 * What steps on finitely many samples of a mixture do to all starts in a ball, except with a probability that is told.
 *
 * <p><strong>Fresh samples</strong> ({@link #freshBatches}): every step has N samples of its own, so that the weights before
 * it do not depend on them. That holds on the support that the encoder finds itself: the probability counts that some unit
 * misfires on some sample of some step.
 *
 * <p><strong>The same samples at every step</strong> ({@link #fullBatch}): one event of the samples keeps all steps there ever
 * are, but on the true support. A step is then a shifted power iteration with the second moment C of a component's samples,
 *
 * <p>{@code U_i = (1 - a (W^T C W + 2 b W^T ybar + b^2)) W + a C W},
 *
 * <p>whose fixed points are eigenvectors of C, whatever the bias.
 *
 * <p>Cost of a step: some operations a unit, and {@code O(m^2)} for the misfires. Immutable; threads may share it.
 *
 * @paper beyond NWH19 Theorem 4: autoencoder4j P1-C5M, docs/INDUCTION.md (C5.M)
 */
public final class MixtureSamples {
    private static final String FRESH = "(C5.M) (a)";
    private static final String SAME = "(C5.M) (b)";
    private static final long MOST_SAMPLES = 1L << 52;

    private final MixtureInduction induction;
    private final long samples;
    private final double failure;

    private MixtureSamples(MixtureInduction induction, long samples, double failure) {
        this.induction = induction;
        this.samples = samples;
        this.failure = failure;
    }

    /**
     * Makes the certificate.
     *
     * @param induction model, bias, activation and learning rate, with the model's normal noise
     * @param samples N, those of one step, at least 1
     * @param failure eps, above 0 and below 1: what a certificate may be wrong with, for all units and steps together, misfires
     *     among it
     * @return the certificate
     * @throws IllegalArgumentException if samples or failure is out of range, or the noise is bounded
     */
    public static MixtureSamples of(MixtureInduction induction, long samples, double failure) {
        if (!induction.hasNormalNoise()) {
            throw new IllegalArgumentException("the induction's noise is bounded; it must be normal here");
        }
        Checks.between("samples", samples, 1, MOST_SAMPLES);
        if (!(failure > 0 && failure < 1)) {
            throw new IllegalArgumentException("failure = " + failure + " must lie strictly between 0 and 1");
        }
        return new MixtureSamples(induction, samples, failure);
    }

    /**
     * Certifies steps of mini-batches, each of N fresh samples. Half of eps is kept for misfires, whose probability is the
     * bound of each sample's times N, for each step: reports ask that all of it is at most eps. Nothing is said of steps after T,
     * which may each fail, too.
     *
     * @param delta the greatest error of a start, at least 0 and below sqrt 2
     * @param steps T, at least 1
     * @return the certified steps on the encoder's own support, with the probability that any of the T fails: eps/2, and that of
     *     misfires
     * @throws IllegalArgumentException if an argument is out of range
     */
    public CertifiedSteps freshBatches(double delta, int steps) {
        double log = log(ClusterSamples.FRESH_EVENTS * (double) Checks.atLeast("steps", steps, 1), failure / 2);
        CertifiedSteps certified = CertifiedSteps.of(
                FRESH, CodeSupport.OWN, delta, steps, (step, angle) -> fresh(step, angle, samples, log));
        double probability = failure / 2;
        double[] angles = certified.angles();
        for (int step = 0; step < certified.certified(); step++) {
            probability += (double) samples * induction.misfire(step, angles[step]);
        }
        return certified.exceptWith(Math.min(1, probability), failure).withoutLimit();
    }

    /**
     * Certifies steps that all use the same N samples, on the true support. The certificate holds for all steps there ever
     * are, so that its limit is where runs end.
     *
     * @param delta the greatest error of a start, at least 0 and below sqrt 2
     * @param steps T, at least 1
     * @return the certified steps, with eps as the probability that they fail
     * @throws IllegalArgumentException if an argument is out of range
     */
    public CertifiedSteps fullBatch(double delta, int steps) {
        double log = log(ClusterSamples.BATCH_EVENTS, failure);
        return CertifiedSteps.of(SAME, CodeSupport.TRUE, delta, steps, (step, angle) -> batch(step, angle, log))
                .exceptWith(failure, failure);
    }

    /**
     * Finds the least N at which one step on fresh samples, on the true support, brings every start in a ball nearer than the
     * ball reaches. Cost: about 100 steps.
     *
     * @param delta the greatest error of a start, above 0 and below sqrt 2
     * @return N, at most 2^52; nothing if even so many would not do, as where the expected step does not contract
     * @throws IllegalArgumentException if delta is out of range
     */
    public OptionalLong leastSamples(double delta) {
        double angle = CertifiedSteps.angle(Checks.positive("delta", delta));
        if (!contracts(angle, MOST_SAMPLES)) {
            return OptionalLong.empty();
        }
        long tooFew = 0;
        long enough = MOST_SAMPLES;
        while (enough - tooFew > 1) {
            long middle = tooFew + (enough - tooFew) / 2;
            if (contracts(angle, middle)) {
                enough = middle;
            } else {
                tooFew = middle;
            }
        }
        return OptionalLong.of(enough);
    }

    private boolean contracts(double angle, long count) {
        return fresh(0, angle, count, log(ClusterSamples.FRESH_EVENTS, failure)) < angle;
    }

    /**
     * Reports whether one step on N fresh samples brings every start in a ball nearer than the ball reaches. Conditions: the
     * step is certified, and its probability to fail, misfires among it, is at most eps. The report is {@code INCONCLUSIVE} where
     * the bound does not contract, for it may be loose.
     *
     * @param delta the greatest error of a start, above 0 and below sqrt 2
     * @return the report; findings: N and, for a step on the true support with all of eps, {@link #leastSamples}
     * @throws IllegalArgumentException if delta is out of range
     */
    public Report contraction(double delta) {
        Report report = freshBatches(Checks.positive("delta", delta), 1)
                .claiming("one step on fresh samples contracts the whole ball", BELOW, delta)
                .with("samples", (double) samples);
        OptionalLong least = leastSamples(delta);
        return least.isPresent() ? report.with("leastSamples", (double) least.getAsLong()) : report;
    }

    /** {@code L = log(events m / eps)}: each of so many events for each of m units may fail with e^-L. */
    private double log(double events, double eps) {
        return Math.log(events * induction.mixture().units() / eps);
    }

    private double fresh(long step, double angle, long count, double log) {
        double greatest = 0;
        double[] bias = induction.bias(step);
        for (int i = 0; i < bias.length; i++) {
            greatest = Math.max(greatest, cluster(i, bias[i], count, log).fresh(angle));
        }
        return greatest;
    }

    private double batch(long step, double angle, double log) {
        double greatest = 0;
        double[] bias = induction.bias(step);
        for (int i = 0; i < bias.length; i++) {
            greatest = Math.max(greatest, cluster(i, bias[i], samples, log).batch(angle));
        }
        return greatest;
    }

    private ClusterSamples cluster(int i, double bias, long count, double log) {
        Mixture mixture = induction.mixture();
        return new ClusterSamples(
                mixture.features(), (double) count, mixture.weights[i], bias, mixture.sigma(), induction.zeta(), log);
    }

    @Override
    public String toString() {
        return "MixtureSamples[" + samples + " samples, failure=" + failure + ", " + induction + "]";
    }
}
