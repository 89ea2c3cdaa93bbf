package org.autoencoder4j.gradient;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.Norms;
import org.autoencoder4j.gradient.internal.BatchLoss;
import org.autoencoder4j.network.TiedAutoencoder;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of the tied autoencoder's loss, as the mean over samples.
 *
 * @paper NWH19 eq. (4)
 */
public final class TiedGradient implements Gradient {
    private final INDArray weights;
    private final INDArray bias;
    private final INDArray activity;
    private final double loss;
    private final double lossResolution;

    /**
     * Wraps the parts of a gradient.
     *
     * @param weights the gradient with respect to W, {@code n x m}
     * @param bias the gradient with respect to b, length m
     * @param activity for each unit the fraction of samples that activate it, length m
     * @param loss the mean loss
     * @throws IllegalArgumentException if the shapes or types do not fit together
     */
    public TiedGradient(INDArray weights, INDArray bias, INDArray activity, double loss) {
        this(weights, bias, activity, loss, 0);
    }

    private TiedGradient(INDArray weights, INDArray bias, INDArray activity, double loss, double lossResolution) {
        Checks.matrix("weights", weights);
        Checks.vector("bias", bias, weights.columns(), "one entry for each column of weights");
        Checks.vector("activity", activity, weights.columns(), "one entry for each column of weights");
        this.weights = weights;
        this.bias = bias;
        this.activity = activity;
        this.loss = loss;
        this.lossResolution = lossResolution;
    }

    /** Wraps arrays that will be used again, with a loss that is known up to rounding. */
    static TiedGradient lent(INDArray weights, INDArray bias, INDArray activity, BatchLoss loss) {
        return new TiedGradient(weights, bias, activity, loss.mean(), loss.resolution());
    }

    /**
     * Returns the same gradient, with a loss that is known up to rounding.
     *
     * @param resolution the {@link #lossResolution}, at least 0
     * @return a gradient of the same arrays
     */
    public TiedGradient withLossResolution(double resolution) {
        return new TiedGradient(weights, bias, activity, loss, resolution);
    }

    /**
     * Returns the gradient with respect to the weights.
     *
     * @return {@code n x m}
     */
    public INDArray weights() {
        return weights;
    }

    /**
     * Returns the gradient with respect to the bias.
     *
     * @return length m
     */
    public INDArray bias() {
        return bias;
    }

    /**
     * Returns the fraction of samples that activate each unit.
     *
     * @return length m, entries in [0, 1]
     */
    public INDArray activity() {
        return activity;
    }

    @Override
    public double loss() {
        return loss;
    }

    @Override
    public double lossResolution() {
        return lossResolution;
    }

    @Override
    public Map<String, INDArray> arrays() {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        arrays.put(TiedAutoencoder.WEIGHTS, weights);
        arrays.put(TiedAutoencoder.BIAS, bias);
        return Collections.unmodifiableMap(arrays);
    }

    /** Returns the Frobenius norm of the gradient with respect to the weights. */
    @Override
    public double norm() {
        return Norms.frobenius(weights, 0);
    }

    @Override
    public double meanL0() {
        return activity.sumNumber().doubleValue();
    }

    @Override
    public int deadUnits() {
        int dead = 0;
        for (int i = 0; i < activity.length(); i++) {
            dead += activity.getDouble(i) == 0 ? 1 : 0;
        }
        return dead;
    }

    @Override
    public String toString() {
        return "TiedGradient[loss=" + loss + ", norm=" + norm() + ", meanL0=" + meanL0() + "]";
    }
}
