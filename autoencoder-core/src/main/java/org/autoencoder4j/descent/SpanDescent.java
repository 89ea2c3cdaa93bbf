package org.autoencoder4j.descent;

import java.io.IOException;
import java.nio.file.Path;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.gradient.internal.SpanSampleGradient;
import org.autoencoder4j.network.SpanAutoencoder;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.train.Step;
import org.autoencoder4j.train.UpdateRule;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Gradient descent for the two-layer autoencoder on one fixed set of samples, the same iterates to rounding as
 * {@link TwoLayerDescent}, without forming the encoder: {@code P - eta (X X^T) V} replaces
 * {@code W - eta X^T V} and the product {@code X W}. A step costs {@code 2 n^2 m} operations in place of
 * {@code 4 n d m}: it pays if {@code n < 2 d}. The gradient in a {@link Step} tells loss, norm and activity.
 *
 * <p>Memory: six arrays {@code n x m} (eight once a loss has risen, for the best are kept), one {@code n x n} and seven {@code n x d}. Immutable; threads may share it.
 *
 * @paper NWH-NTK section 4.2, section 5.2
 */
public final class SpanDescent implements UpdateRule<SpanAutoencoder> {
    private final INDArray samples;
    private final Descent<SpanAutoencoder> descent;

    private SpanDescent(INDArray samples, Descent<SpanAutoencoder> descent) {
        this.samples = samples;
        this.descent = descent;
    }

    /**
     * Makes a rule.
     *
     * @param samples X, {@code n x d} with finite entries, FLOAT or DOUBLE; copied
     * @param regime {@link Regime#WEAKLY_TRAINED} or {@link Regime#JOINTLY_TRAINED}
     * @param learningRate the learning rate, for a gradient that is a sum over samples
     * @return the rule
     * @throws IllegalArgumentException if samples is no such matrix or the regime is another
     */
    public static SpanDescent of(INDArray samples, Regime regime, LearningRate learningRate) {
        Checks.finite("samples", Checks.matrix("samples", samples));
        if (regime != Regime.WEAKLY_TRAINED && regime != Regime.JOINTLY_TRAINED) {
            throw new IllegalArgumentException("regime = " + regime + " must be " + Regime.WEAKLY_TRAINED + " or "
                    + Regime.JOINTLY_TRAINED + ": for the others TwoLayerDescent costs less");
        }
        INDArray own = samples.dup('c');
        return new SpanDescent(
                own,
                Descent.of(
                        new SpanSampleGradient(own, regime),
                        learningRate,
                        folder -> SpanAutoencoder.load(folder, own)));
    }

    /**
     * Returns an autoencoder in the form that this rule trains.
     *
     * @param start the autoencoder, of the samples' type, with d features and separate weights; copied
     * @return the same autoencoder, with C = 0
     * @throws IllegalArgumentException if it does not fit the samples or its weights are tied
     */
    public SpanAutoencoder begin(TwoLayerAutoencoder start) {
        if (start.isWeightTied()) {
            throw new IllegalArgumentException("start has tied weights; their gradient is no combination of samples");
        }
        INDArray none = Nd4j.create(start.dataType(), new long[] {samples.rows(), start.width()}, 'f');
        INDArray preActivations = start.preActivations(samples);
        return new SpanAutoencoder(
                samples, start.copy(), none, preActivations, start.decoder().dup('f'));
    }

    @Override
    public Session<SpanAutoencoder> start(SpanAutoencoder initial) {
        return descent.start(initial);
    }

    @Override
    public void saveParameters(SpanAutoencoder parameters, Path folder) throws IOException {
        descent.saveParameters(parameters, folder);
    }

    @Override
    public SpanAutoencoder loadParameters(Path folder) throws IOException {
        return descent.loadParameters(folder);
    }

    @Override
    public Session<SpanAutoencoder> resume(Path folder) throws IOException {
        return descent.resume(folder);
    }
}
