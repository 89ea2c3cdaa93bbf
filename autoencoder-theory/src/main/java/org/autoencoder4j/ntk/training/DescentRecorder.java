package org.autoencoder4j.ntk.training;

import java.util.ArrayList;
import java.util.List;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.ntk.internal.Eigenvalues;
import org.autoencoder4j.ntk.kernel.LimitKernels;
import org.autoencoder4j.ntk.training.DriftClaims.Drift;
import org.autoencoder4j.train.Progress;
import org.autoencoder4j.train.Step;
import org.autoencoder4j.train.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Records the convergence theorems along a run of full-batch descent: the account of each step, the smallest eigenvalue
 * of the kernel, how far kernel and weights have moved, and which hypotheses hold. A step counts once the run has made it;
 * {@link #record} says what came out.
 *
 * <p>Up to 2000 outputs n d the kernel is formed. Cost of a step then: a {@link StepAccount}, {@code 2 (n d)^2 m} operations for
 * the kernel and two sets of eigenvalues of {@code nd x nd} matrices; memory for three copies of the parameters, some such
 * matrices and {@code nd x 1024} numbers. Beyond, where the decoder is trained, nothing of that order is formed: the decoder's
 * {@code n x n} kernel H, which bounds K from below, stands for it, and {@link StepInequality} needs no other. Cost of a step: a
 * {@link StepAccount} and {@code 2 n d m + 2 n^2 m} operations; memory for three copies of the parameters and some such matrices,
 * freed when the step has been recorded. Not for a learning rate
 * that backs off, which may undo a step. One thread uses it.
 *
 * @paper NWH-NTK Theorems 4.2, 5.2 (corrected)
 * @paper autoencoder4j P2-A2
 */
public final class DescentRecorder implements TrainingListener<TwoLayerAutoencoder> {
    private final INDArray samples;
    private final Regime regime;
    private final double gamma;
    private final double lambda;
    private final List<RecordedStep> steps = new ArrayList<>();
    private @Nullable Start start;
    private @Nullable Pending pending;

    private record Start(TwoLayerAutoencoder autoencoder, INDArray kernel) {}

    private record Pending(TwoLayerAutoencoder autoencoder, double learningRate, double smallest, Drift drift) {}

    private DescentRecorder(INDArray samples, Regime regime, double gamma, double lambda) {
        this.samples = samples;
        this.regime = regime;
        this.gamma = gamma;
        this.lambda = lambda;
    }

    /**
     * Makes a recorder of a run whose trained layers take the same step size. It computes the eigenvalue of the theorem from
     * the samples.
     *
     * @param samples X, {@code n x d}, all the samples of every step; {@code n d <= 2000} if the encoder alone is trained. None is
     *     zero or a positive multiple of another, and antipodal ones are linearly independent, so that the eigenvalue is above
     *     0
     * @param regime what the run trains; not {@link Regime#WEIGHT_TIED}
     * @return the recorder, empty
     * @throws IllegalArgumentException if an argument is not as described
     */
    public static DescentRecorder of(INDArray samples, Regime regime) {
        return recorder(samples, regime, 1);
    }

    /**
     * Makes a recorder of a run that trains both layers, the encoder by gamma times the learning rate.
     *
     * @param samples X, {@code n x d}, as for {@link #of}
     * @param gamma the encoder's own factor of the step, above 0 and at most 1
     * @return the recorder, empty
     * @throws IllegalArgumentException if an argument is not as described
     */
    public static DescentRecorder joint(INDArray samples, double gamma) {
        return recorder(samples, Regime.JOINTLY_TRAINED, StepAccount.requireGamma(gamma));
    }

    private static DescentRecorder recorder(INDArray samples, Regime regime, double gamma) {
        Checks.finite("samples", Checks.matrix("samples", samples));
        if (regime == Regime.WEIGHT_TIED) {
            throw new IllegalArgumentException("regime = " + regime + "; the theorems are for untied weights");
        }
        if (!regime.trainsDecoder()) {
            Checks.between(
                    "the number of outputs n d of a run that trains the encoder alone",
                    samples.length(),
                    1,
                    DenseKernel.LARGEST);
        }
        LimitKernels kernels = LimitKernels.of(samples.castTo(DataType.DOUBLE));
        INDArray kernel = regime == Regime.WEAKLY_TRAINED ? kernels.encoder() : kernels.decoder();
        double lambda = Eigenvalues.smallest(SymmetricEigen.eigenvalues(kernel).toDoubleVector());
        if (lambda == 0) {
            throw new IllegalArgumentException(
                    "the smallest eigenvalue of the samples' limit kernel is 0 to rounding, and the"
                            + " theorems say nothing of such samples; leave out zeros and multiples of other samples");
        }
        return new DescentRecorder(samples.dup(), regime, gamma, lambda);
    }

    /**
     * Records a step. One whose gradient is not finite ends the run and is left out.
     *
     * @param step the step
     * @param progress not used
     * @throws IllegalArgumentException if the parameters do not fit the samples, or the step is none of the regime's
     */
    @Override
    public void onStep(Step<TwoLayerAutoencoder> step, Progress progress) {
        if (!Double.isFinite(step.gradient().norm())) {
            return;
        }
        TwoLayerAutoencoder now = step.parameters().copy();
        Pending before = pending;
        if (before != null && before.drift().step() + 1 == step.index()) {
            record(before, now);
        }
        INDArray kernel = kernel(now);
        Start first = start;
        if (first == null) {
            first = new Start(now, kernel);
            start = first;
        }
        double smallest = DenseKernel.smallest(kernel);
        Drift drift = Drift.between(first.autoencoder(), now, step.index(), change(kernel, first));
        if (before != null && before.autoencoder() != first.autoencoder()) {
            before.autoencoder().encoder().close();
            before.autoencoder().decoder().close();
        }
        pending = new Pending(now, step.learningRate(), smallest, drift);
    }

    /** {@code ||K - K(0)||}; closes K unless it is K(0). */
    private static double change(INDArray kernel, Start first) {
        if (kernel == first.kernel()) {
            return 0;
        }
        try (INDArray difference = kernel.subi(first.kernel())) {
            return DenseKernel.norm(difference);
        }
    }

    /** K, or H where K would be too large. */
    private INDArray kernel(TwoLayerAutoencoder now) {
        return samples.length() <= DenseKernel.LARGEST
                ? DenseKernel.of(samples, now, regime, gamma)
                : DenseKernel.hidden(samples, now);
    }

    private void record(Pending before, TwoLayerAutoencoder now) {
        StepAccount account = regime == Regime.JOINTLY_TRAINED
                ? StepAccount.joint(samples, before.autoencoder(), now, before.learningRate(), gamma)
                : StepAccount.of(samples, before.autoencoder(), now, before.learningRate(), regime);
        steps.add(new RecordedStep(
                before.drift().step(),
                account,
                before.smallest(),
                before.drift().kernel(),
                before.drift().longestMove(),
                before.drift().encoder(),
                before.drift().decoder(),
                new StepHypotheses(account, before.smallest(), lambda)));
    }

    /**
     * Returns the eigenvalue of the theorem.
     *
     * @return lambda_0 of G_inf where the encoder alone is trained, lambda_H of H_inf otherwise; above 0
     */
    public double lambda() {
        return lambda;
    }

    /**
     * Returns what was recorded so far.
     *
     * @return the record, which later steps do not change
     */
    public DescentRecord record() {
        Pending last = pending;
        return new DescentRecord(samples, regime, lambda, steps, last == null ? null : last.drift());
    }

    @Override
    public String toString() {
        return "DescentRecorder[" + regime + ", steps=" + steps.size() + "]";
    }
}
