package org.autoencoder4j.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.Norms;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An autoencoder of any number of layers with ReLU between them: {@code h_0 = x}, {@code z_l = s_l h_{l-1} W_l},
 * {@code h_l = relu(z_l)}, and the last {@code z} is the output u. There is no bias. Layers may share weights, for example
 * a decoder those of the encoder.
 *
 * <p>It wraps its layers' arrays. No method changes them, so threads may share an instance.
 *
 * @paper NWH-NTK section 3.1
 */
public final class DeepAutoencoder implements Parameters<DeepAutoencoder> {
    private final List<Layer> layers;
    private final List<INDArray> parameters;

    /**
     * Puts layers together.
     *
     * @param layers at least one; each takes what the one before gives, the first takes samples and the last gives
     *     outputs of the same length; all of one type
     * @throws IllegalArgumentException if the layers do not fit together
     */
    public DeepAutoencoder(List<Layer> layers) {
        this.layers = List.copyOf(layers);
        if (this.layers.isEmpty()) {
            throw new IllegalArgumentException("layers is empty; there must be at least one layer");
        }
        int width = features();
        for (Layer layer : this.layers) {
            if (layer.inputs() != width) {
                throw new IllegalArgumentException(layer + " follows a layer with " + width
                        + " outputs; its inputs must be as many, and the last layer's outputs as many as the first's"
                        + " inputs");
            }
            Checks.sameType("a layer", layer.weights().dataType(), "the first layer", dataType());
            width = layer.outputs();
        }
        if (width != features()) {
            throw new IllegalArgumentException("the last layer has " + width + " outputs and the first " + features()
                    + " inputs; an autoencoder has as many outputs as inputs");
        }
        this.parameters = distinct(this.layers);
    }

    /**
     * Makes an autoencoder whose decoder has the encoder's weights, transposed and in reverse order.
     *
     * @param encoder the first half of the layers, at least one
     * @param decoderScales the factors of the second half in the order of its layers, as many as layers in the first
     * @return the autoencoder with twice as many layers
     * @throws IllegalArgumentException if the layers do not fit together
     */
    public static DeepAutoencoder tiedHalves(List<Layer> encoder, double... decoderScales) {
        if (decoderScales.length != encoder.size()) {
            throw new IllegalArgumentException("decoderScales has " + decoderScales.length
                    + " entries; it must have one for each of the " + encoder.size() + " layers of encoder");
        }
        List<Layer> both = new ArrayList<>(encoder);
        for (int i = 0; i < decoderScales.length; i++) {
            both.add(encoder.get(encoder.size() - 1 - i).mirror(decoderScales[i]));
        }
        return new DeepAutoencoder(both);
    }

    /**
     * Returns a two-layer autoencoder as one of this kind, with the same arrays; tied weights stay tied.
     *
     * @param autoencoder the two-layer autoencoder
     * @return an autoencoder with the same outputs
     */
    public static DeepAutoencoder of(TwoLayerAutoencoder autoencoder) {
        Layer encoder = Layer.encoding(autoencoder.encoder(), 1);
        Layer decoder = Layer.decoding(autoencoder.decoder(), autoencoder.scale());
        return new DeepAutoencoder(List.of(encoder, decoder));
    }

    /** The arrays by identity, in the order in which layers first use them. */
    private static List<INDArray> distinct(List<Layer> layers) {
        List<INDArray> found = new ArrayList<>();
        for (Layer layer : layers) {
            if (indexOf(layer.weights(), found) < 0) {
                found.add(layer.weights());
            }
        }
        return List.copyOf(found);
    }

    private static int indexOf(INDArray array, List<INDArray> arrays) {
        for (int i = 0; i < arrays.size(); i++) {
            if (arrays.get(i) == array) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the {@link #parameters} by name: {@code weights-1}, {@code weights-2} and so on. */
    @Override
    public Map<String, INDArray> arrays() {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        for (int p = 0; p < parameters.size(); p++) {
            arrays.put("weights-" + (p + 1), parameters.get(p));
        }
        return Collections.unmodifiableMap(arrays);
    }

    /** Returns a copy with weights of its own; layers that share weights share the copy's. */
    @Override
    public DeepAutoencoder copy() {
        List<INDArray> copies =
                parameters.stream().map(weights -> weights.dup('f')).toList();
        return new DeepAutoencoder(layers.stream()
                .map(layer -> layer.with(copies.get(parameterOf(layer))))
                .toList());
    }

    /**
     * Writes the autoencoder into a new {@linkplain org.autoencoder4j.storage.SavedFolder saved folder}: each matrix of
     * weights as {@code weights-1.npy} and so on (which NumPy reads), and the layers in {@code settings.json}.
     *
     * @param folder the folder, which must not exist yet
     * @throws IOException if it exists or cannot be written
     */
    @Override
    public void save(Path folder) throws IOException {
        DeepFolder.write(folder, this);
    }

    /**
     * Reads an autoencoder that {@link #save} wrote.
     *
     * @param folder the folder
     * @return the autoencoder, bit for bit what was saved
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if the folder is damaged, was changed or is of another format
     */
    public static DeepAutoencoder load(Path folder) throws IOException {
        return DeepFolder.read(folder);
    }

    /**
     * Computes the outputs and keeps what derivatives need. Cost: as {@link #reconstruct}; memory for all layers' outputs.
     *
     * @param samples X, {@code N x d}, of this type
     * @return the autoencoder at these samples
     * @throws IllegalArgumentException if the shape or type does not fit
     */
    public Linearisation linearise(INDArray samples) {
        return new Linearisation(this, samples);
    }

    /** Returns which of the parameters a layer uses. */
    int parameterOf(Layer layer) {
        return indexOf(layer.weights(), parameters);
    }

    /**
     * Returns the layers.
     *
     * @return the layers in their order
     */
    public List<Layer> layers() {
        return layers;
    }

    /**
     * Returns the weights, each matrix once however many layers share it.
     *
     * @return the arrays themselves, not to be changed, in the order in which layers first use them
     */
    public List<INDArray> parameters() {
        return parameters;
    }

    /**
     * Returns the number of features of a sample.
     *
     * @return d
     */
    public int features() {
        return layers.get(0).inputs();
    }

    /**
     * Returns the type of the weights, which is also the type of every result.
     *
     * @return FLOAT or DOUBLE
     */
    public DataType dataType() {
        return layers.get(0).weights().dataType();
    }

    /**
     * Computes the outputs. Cost: two operations for each weight and sample; memory for the widest layers.
     *
     * @param samples X, {@code N x d}, of this type
     * @return U, {@code N x d}
     * @throws IllegalArgumentException if the shape or type does not fit
     */
    public INDArray reconstruct(INDArray samples) {
        return new Linearisation(this, samples).outputs();
    }

    /**
     * Computes the loss {@code 1/2 sum over samples of ||x - u||^2}: half the sum, not the mean.
     *
     * @param samples X, {@code N x d}, of this type
     * @return the loss, at least 0; NaN or infinite if an entry is
     * @throws IllegalArgumentException if the shape or type does not fit
     * @paper NWH-NTK eq. (2.1)
     */
    public double loss(INDArray samples) {
        double norm = Norms.frobenius(reconstruct(samples).rsubi(samples), 1);
        return norm * norm / 2;
    }

    /**
     * Computes how the outputs change with the weights, {@code J v} (forward mode). ReLU's slope at 0 is 0. Cost: three
     * times that of {@link #reconstruct}.
     *
     * @param samples X, {@code N x d}, of this type
     * @param direction v: for each of the {@link #parameters} an array of its shape and type
     * @return the derivative of U along v, {@code N x d}
     * @throws IllegalArgumentException if a shape or type does not fit
     */
    public INDArray jacobianTimes(INDArray samples, List<INDArray> direction) {
        return new Linearisation(this, samples).jacobianTimes(direction);
    }

    /**
     * Computes the gradient of {@code <V, U>} with respect to the weights, {@code J^T vec(V)} (reverse mode). With
     * {@code V = U - X} this is the gradient of {@link #loss}. ReLU's slope at 0 is 0. Cost: three times that of
     * {@link #reconstruct}.
     *
     * @param samples X, {@code N x d}, of this type
     * @param outputs V, {@code N x d}, of this type
     * @return for each of the {@link #parameters} an array of its shape
     * @throws IllegalArgumentException if a shape or type does not fit
     */
    public List<INDArray> jacobianTransposeTimes(INDArray samples, INDArray outputs) {
        return new Linearisation(this, samples).jacobianTransposeTimes(outputs);
    }

    @Override
    public String toString() {
        StringBuilder widths = new StringBuilder().append(features());
        layers.forEach(layer -> widths.append('-').append(layer.outputs()));
        boolean shared = parameters.size() < layers.size();
        return "DeepAutoencoder[" + widths + (shared ? ", shared weights, " : ", ") + dataType() + "]";
    }
}
