package org.autoencoder4j.examples.width;

import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TwoLayerDescent;
import org.autoencoder4j.flow.GradientFlow;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.gradient.TwoLayerSampleGradient;
import org.autoencoder4j.init.DecoderLaw;
import org.autoencoder4j.init.TwoLayerStart;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.ntk.certificate.JointStart;
import org.autoencoder4j.ntk.certificate.StartCertificate;
import org.autoencoder4j.ntk.certificate.WeakStart;
import org.autoencoder4j.ntk.convergence.ConvergenceTheorem;
import org.autoencoder4j.ntk.convergence.Dynamics;
import org.autoencoder4j.ntk.convergence.KernelConstants;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.train.UpdateRule;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The searches for the smallest width at which 9 of 10 starts keep the rate of a theorem, and at which 9 of 10 are certain to. The
 * first power of 2 at which they do is followed by a bisection, to 1 unit or 3 %. Each width has starts of its own, so that what is
 * found spreads.
 */
record SmallestWidth(
        INDArray samples, KernelConstants constants, ConvergenceTheorem theorem, int trials, int steps, int largest) {
    private static final double ALLOWED_FAILURES = 0.1;

    /** Widths are found to this part. */
    private static final double RESOLUTION = 0.03;

    /** A run is long enough if no more than this part of the squared error may be left. */
    private static final double LEFT = 0.01;

    /** Far below what the rate leaves. */
    private static final double FLOW_TOLERANCE = 1e-5;

    /** What one start does at a width. */
    @FunctionalInterface
    private interface Trial {
        boolean succeeds(TwoLayerAutoencoder start);
    }

    /** A run, of the flow or of descent with half the step of the stability limit, falls as fast as the theorem says. */
    OptionalInt observed(RandomStreams streams) {
        return smallest(theorem.dynamics() == Dynamics.FLOW ? this::flows : this::descends, streams);
    }

    /** The start's certificate promises the rate of the theorem: of descent at the theorem's largest step. */
    OptionalInt certified(RandomStreams streams) {
        return smallest(this::isCertain, streams);
    }

    private OptionalInt smallest(Trial trial, RandomStreams streams) {
        int low = 1;
        int high = 2;
        while (!mostSucceed(trial, high, streams)) {
            if (high == largest) {
                return OptionalInt.empty();
            }
            low = high;
            high = (int) Math.min(2L * high, largest);
        }
        while (high - low > Math.max(1, RESOLUTION * high)) {
            int middle = (low + high) / 2;
            if (mostSucceed(trial, middle, streams)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return OptionalInt.of(high);
    }

    private boolean mostSucceed(Trial trial, int width, RandomStreams streams) {
        int failures = 0;
        for (int start = 0; start < trials && failures <= ALLOWED_FAILURES * trials; start++) {
            RandomStreams own =
                    RandomStreams.of(streams.at("widths", width, start).nextLong());
            failures += trial.succeeds(start(width, own)) ? 0 : 1;
        }
        return failures <= ALLOWED_FAILURES * trials;
    }

    private TwoLayerAutoencoder start(int width, RandomStreams streams) {
        DecoderLaw law = startsFromZero() ? DecoderLaw.ZERO : DecoderLaw.RADEMACHER;
        return new TwoLayerStart(samples.columns(), 1, law, DataType.DOUBLE).autoencoder(width, streams);
    }

    private boolean startsFromZero() {
        return theorem == ConvergenceTheorem.JOINT_FLOW_ZERO_DECODER
                || theorem == ConvergenceTheorem.JOINT_DESCENT_ZERO_DECODER;
    }

    boolean isWeak() {
        return theorem == ConvergenceTheorem.WEAK_FLOW || theorem == ConvergenceTheorem.WEAK_DESCENT;
    }

    private Regime regime() {
        return isWeak() ? Regime.WEAKLY_TRAINED : Regime.JOINTLY_TRAINED;
    }

    /** The rate of the squared error: lambda / d along the flow, half of it by descent, for each unit of its step. */
    private double rate() {
        return theorem.lambda(constants) / samples.columns() / (theorem.dynamics() == Dynamics.FLOW ? 1 : 2);
    }

    /** K_inf is at most lambda_n / 2 + ||H_inf||: G_inf is the Gram matrix times, entry by entry, one whose diagonal is 1/2. */
    double step() {
        double greatest = constants.lambdaN() / 2 + (isWeak() ? 0 : constants.normH());
        return samples.columns() / (2 * greatest);
    }

    /** The number of steps until the rate leaves 1 %, or as many as are allowed. */
    private int length() {
        return (int) Math.min(steps, Math.ceil(-Math.log(LEFT) / (rate() * step())));
    }

    private boolean descends(TwoLayerAutoencoder start) {
        double eta = step();
        UpdateRule.Session<TwoLayerAutoencoder> session = TwoLayerDescent.of(
                        TwoLayerSampleGradient.of(Batches.of(samples), regime()),
                        LearningRate.constant(eta),
                        theorem.gamma(constants))
                .start(start);
        double before = session.evaluate().gradient().loss();
        int length = length();
        for (int step = 0; step < length; step++) {
            session.advance();
            double after = session.evaluate().gradient().loss();
            if (!(after <= (1 - eta * rate()) * before)) {
                return false;
            }
            before = after;
        }
        return true;
    }

    /** At as many times as descent has steps, with their distance. */
    private boolean flows(TwoLayerAutoencoder start) {
        double[] times =
                IntStream.rangeClosed(1, length()).mapToDouble(k -> k * step()).toArray();
        double first = start.loss(samples);
        boolean[] kept = {true};
        GradientFlow.of(samples, regime())
                .withTolerance(FLOW_TOLERANCE)
                .follow(start, times, state -> kept[0] &= state.loss() <= Math.exp(-rate() * state.time()) * first);
        return kept[0];
    }

    private boolean isCertain(TwoLayerAutoencoder start) {
        StartCertificate certificate = certificate(start);
        return certificate.isCertain()
                && certificate.rate() >= rate()
                && certificate.largestStep() >= theorem.largestStep(constants).orElse(0);
    }

    private StartCertificate certificate(TwoLayerAutoencoder start) {
        double eta = theorem.largestStep(constants).orElse(0);
        double gamma = theorem.gamma(constants);
        return switch (theorem) {
            case WEAK_FLOW -> WeakStart.of(start, samples).flow();
            case WEAK_DESCENT -> WeakStart.of(start, samples).descentAt(eta);
            case JOINT_FLOW, JOINT_FLOW_ZERO_DECODER ->
                JointStart.of(start, samples).flow(gamma);
            case JOINT_DESCENT, JOINT_DESCENT_SLOW_ENCODER, JOINT_DESCENT_ZERO_DECODER ->
                JointStart.of(start, samples).descentAt(gamma, eta);
        };
    }
}
