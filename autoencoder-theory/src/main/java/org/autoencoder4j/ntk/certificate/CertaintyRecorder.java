package org.autoencoder4j.ntk.certificate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.train.Progress;
import org.autoencoder4j.train.Step;
import org.autoencoder4j.train.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Says from which step on a run of plain descent is certain to converge, and at what rate: at every so many steps it measures
 * the state and certifies the flow from there, and descent with the step size that the run has there. A learning rate that grows
 * later is not covered; one that falls is, by the factor {@code 1 - eta_k rate} of each step.
 *
 * <p>Once both are certain nothing more is measured, for certain is certain for ever. Before, a state costs what {@link
 * JointStart} or {@link WeakStart} do, and a gradient: for the run is not believed. What it trains is compared with what it was
 * said to train, and the step after each state that is measured with a step of plain descent on all samples. So it is not for
 * a learning rate that backs off, which may undo a step. Not to be shared by threads.
 *
 * @paper autoencoder4j P2-C1 to P2-C4
 */
public final class CertaintyRecorder implements TrainingListener<TwoLayerAutoencoder> {
    private final INDArray samples;
    private final Regime regime;
    private final double gamma;
    private final long every;
    private final List<CertaintyRecord> records = new ArrayList<>();
    private @Nullable ExpectedStep expected;

    private CertaintyRecorder(INDArray samples, Regime regime, double gamma, long every) {
        Checks.finite("samples", samples);
        this.samples = samples.dup();
        this.regime = regime;
        this.gamma = gamma;
        this.every = Checks.atLeast("every", every, 1);
    }

    /**
     * Makes a recorder of a run that trains both layers.
     *
     * @param samples X, {@code n x d} with n at most 5000, all the samples of every step; copied
     * @param gamma the encoder's own factor of the step, above 0 and at most 1; 1 is the paper's
     * @param every at which steps a state is measured: those whose index is a multiple
     * @return the recorder, empty
     * @throws IllegalArgumentException if an argument is out of its range or samples is not finite
     */
    public static CertaintyRecorder joint(INDArray samples, double gamma, long every) {
        Checks.matrix("samples", samples);
        Checks.between("the number of samples", (long) samples.rows(), 1, JointStart.LARGEST_COUNT);
        return new CertaintyRecorder(samples, Regime.JOINTLY_TRAINED, JointStart.requireGamma(gamma), every);
    }

    /**
     * Makes a recorder of a run that trains the encoder alone.
     *
     * @param samples X, {@code n x d} with n d at most 2000, so that the eigenvalue can be confirmed, all the samples of every
     *     step; copied
     * @param every at which steps a state is measured: those whose index is a multiple
     * @return the recorder, empty
     * @throws IllegalArgumentException if an argument is out of its range or samples is not finite
     */
    public static CertaintyRecorder weak(INDArray samples, long every) {
        Checks.matrix("samples", samples);
        Checks.between(
                "the number of outputs n d of a run that trains the encoder alone",
                samples.length(),
                1,
                WeakStart.LARGEST_CONFIRMED);
        return new CertaintyRecorder(samples, Regime.WEAKLY_TRAINED, 1, every);
    }

    /**
     * Measures a state, if it is its turn. One whose gradient or loss is not finite is left out.
     *
     * @param step the step
     * @param progress not used
     * @throws IllegalArgumentException if the parameters do not fit the samples, or the run trains other layers, with another
     *     gamma, or not by plain descent on all samples
     */
    @Override
    public void onStep(Step<TwoLayerAutoencoder> step, Progress progress) {
        ExpectedStep last = expected;
        expected = null;
        if (!Double.isFinite(step.gradient().norm())
                || !Double.isFinite(step.gradient().loss())) {
            return;
        }
        requireTrained(step.trained());
        if (last != null && last.index() == step.index()) {
            last.require(step.parameters());
        }
        if (step.index() % every == 0 && !isSettled()) {
            CertaintyRecord record = measure(step.index(), step.parameters(), step.learningRate());
            records.add(record);
            expected = ExpectedStep.after(step, samples, regime, gamma, record.residual());
        }
    }

    private void requireTrained(List<String> trained) {
        boolean encoder = trained.contains(TwoLayerAutoencoder.ENCODER);
        boolean decoder = trained.contains(TwoLayerAutoencoder.DECODER);
        if (encoder != regime.trainsEncoder() || decoder != regime.trainsDecoder()) {
            throw new IllegalArgumentException(
                    "the run trains " + trained + ", and the recorder is for one that is " + regime);
        }
    }

    private boolean isSettled() {
        return flow().isPresent() && descent().isPresent();
    }

    private CertaintyRecord measure(long step, TwoLayerAutoencoder state, double eta) {
        if (regime == Regime.JOINTLY_TRAINED) {
            JointStart start = JointStart.of(state, samples);
            JointDescentCertificate descent = start.descentAt(gamma, eta);
            return new CertaintyRecord(step, eta, start.residual(), start.flow(gamma), descent, descent.report(eta));
        }
        WeakStart start = WeakStart.of(state, samples);
        WeakDescentCertificate descent = start.descentAt(eta);
        return new CertaintyRecord(step, eta, start.residual(), start.flow(), descent, descent.report(eta));
    }

    /**
     * Returns what was measured.
     *
     * @return one entry for each state, in their order; a copy
     */
    public List<CertaintyRecord> records() {
        return List.copyOf(records);
    }

    /**
     * Returns the first state from which the flow is certain to converge.
     *
     * @return the record with the step, if there is one
     */
    public Optional<CertaintyRecord> flow() {
        return records.stream().filter(record -> record.flow().isCertain()).findFirst();
    }

    /**
     * Returns the first state from which descent, with the step size of the run, is certain to converge.
     *
     * @return the record with the step, if there is one
     */
    public Optional<CertaintyRecord> descent() {
        return records.stream().filter(CertaintyRecord::descentIsCertain).findFirst();
    }

    @Override
    public String toString() {
        return "CertaintyRecorder[" + regime + ", flow certain from " + from(flow()) + ", descent from "
                + from(descent()) + "]";
    }

    private static String from(Optional<CertaintyRecord> record) {
        return record.map(found -> "step " + found.step()).orElse("no step");
    }
}
