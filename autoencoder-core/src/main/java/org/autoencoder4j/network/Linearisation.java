package org.autoencoder4j.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.autoencoder4j.backend.Checks;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A deep autoencoder at fixed weights and samples: the layers' outputs, kept, and the products with its Jacobian
 * {@code J = d vec(U) / d weights}. Reading only, so that threads may share it.
 */
public final class Linearisation {
    private final DeepAutoencoder autoencoder;
    /** What each layer takes: the samples first, then {@code h_l}. */
    private final List<INDArray> inputs = new ArrayList<>();
    /** {@code 1[z_l > 0]} of all layers but the last. */
    private final List<INDArray> masks = new ArrayList<>();

    private final INDArray outputs;

    Linearisation(DeepAutoencoder autoencoder, INDArray samples) {
        Checks.matrix("samples", samples, -1, autoencoder.features(), "one column for each input of the first layer");
        Checks.sameType("samples", samples.dataType(), "the autoencoder", autoencoder.dataType());
        this.autoencoder = autoencoder;
        INDArray h = samples;
        int last = autoencoder.layers().size() - 1;
        for (int l = 0; l <= last; l++) {
            inputs.add(h);
            INDArray z = forward(
                    autoencoder.layers().get(l), h, autoencoder.layers().get(l).weights());
            h = l < last ? Activation.relu().apply(z) : z;
            if (l < last) {
                masks.add(Nd4j.getExecutioner().exec(new Sign(h, h.ulike())));
            }
        }
        this.outputs = h;
    }

    /**
     * Returns the outputs.
     *
     * @return U, {@code N x d}, not to be changed
     */
    public INDArray outputs() {
        return outputs;
    }

    /** {@code s h W} with a matrix of the layer's shape. */
    private static INDArray forward(Layer layer, INDArray h, INDArray weights) {
        return Nd4j.gemm(h, weights, false, layer.isDecoding()).muli(layer.scale());
    }

    /**
     * Counts for each hidden neuron the samples that activate it.
     *
     * @return the counts, layer by layer; a vector
     */
    public INDArray activeSamples() {
        INDArray[] counts = masks.stream().map(mask -> mask.sum(0)).toArray(INDArray[]::new);
        return counts.length == 0 ? Nd4j.zeros(outputs.dataType(), 1) : Nd4j.concat(0, counts);
    }

    /**
     * Computes {@code J v}, as {@link DeepAutoencoder#jacobianTimes}.
     *
     * @param direction v: for each of the parameters an array of its shape and type
     * @return the derivative of U along v, {@code N x d}
     * @throws IllegalArgumentException if a shape or type does not fit
     */
    public INDArray jacobianTimes(List<INDArray> direction) {
        List<INDArray> parameters = autoencoder.parameters();
        if (direction.size() != parameters.size()) {
            throw new IllegalArgumentException("direction has " + direction.size() + " arrays; it must have "
                    + parameters.size() + ", one for each of the parameters");
        }
        for (int p = 0; p < parameters.size(); p++) {
            INDArray w = parameters.get(p);
            String name = "direction " + p;
            Checks.matrix(name, direction.get(p), w.rows(), w.columns(), "the shape of the parameter");
            Checks.sameType(name, direction.get(p), "the parameter", w);
        }
        return along(new ArrayList<>(direction));
    }

    /** As above; null stands for parameters that do not move. */
    INDArray along(List<@Nullable INDArray> direction) {
        List<Layer> layers = autoencoder.layers();
        @Nullable INDArray moved = null;
        for (int l = 0; l < layers.size(); l++) {
            Layer layer = layers.get(l);
            @Nullable INDArray z = moved == null ? null : forward(layer, moved, layer.weights());
            INDArray change = direction.get(autoencoder.parameterOf(layer));
            if (change != null) {
                INDArray own = forward(layer, inputs.get(l), change);
                z = z == null ? own : z.addi(own);
            }
            moved = z == null || l == layers.size() - 1 ? z : z.muli(masks.get(l));
        }
        return moved == null ? Nd4j.create(outputs.dataType(), outputs.shape(), 'f') : moved;
    }

    /**
     * Computes {@code J^T vec(V)}, as {@link DeepAutoencoder#jacobianTransposeTimes}.
     *
     * @param outputsWeights V, {@code N x d}, of this type
     * @return for each of the parameters an array of its shape
     * @throws IllegalArgumentException if a shape or type does not fit
     */
    public List<INDArray> jacobianTransposeTimes(INDArray outputsWeights) {
        Checks.matrix("outputs", outputsWeights, outputs.rows(), outputs.columns(), "the shape of samples");
        Checks.sameType("outputs", outputsWeights, "samples", outputs);
        boolean[] all = new boolean[autoencoder.parameters().size()];
        Arrays.fill(all, true);
        List<INDArray> gradients = new ArrayList<>();
        for (INDArray gradient : back(outputsWeights, all)) {
            if (gradient != null) {
                gradients.add(gradient);
            }
        }
        return gradients;
    }

    /** As above for some of the parameters; null stands for the others. */
    List<@Nullable INDArray> back(INDArray outputsWeights, boolean[] wanted) {
        List<Layer> layers = autoencoder.layers();
        @Nullable INDArray[] gradients = new INDArray[wanted.length];
        INDArray delta = outputsWeights;
        for (int l = layers.size() - 1; l >= 0; l--) {
            Layer layer = layers.get(l);
            int p = autoencoder.parameterOf(layer);
            if (wanted[p]) {
                INDArray own = layer.isDecoding()
                        ? Nd4j.gemm(delta, inputs.get(l), true, false)
                        : Nd4j.gemm(inputs.get(l), delta, true, false);
                own.muli(layer.scale());
                INDArray before = gradients[p];
                gradients[p] = before == null ? own : before.addi(own);
            }
            if (l > 0) {
                delta = Nd4j.gemm(delta, layer.weights(), false, !layer.isDecoding())
                        .muli(layer.scale())
                        .muli(masks.get(l - 1));
            }
        }
        return Arrays.asList(gradients);
    }
}
