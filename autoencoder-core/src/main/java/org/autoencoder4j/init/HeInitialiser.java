package org.autoencoder4j.init;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.network.DeepAutoencoder;
import org.autoencoder4j.network.Layer;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Random starts for deep autoencoders with ReLU, by He's rule: the weights of a layer with k inputs are independent
 * {@code N(0, 2/k)}, those of the last layer, which no ReLU follows, {@code N(0, 1/k)}; so signals neither grow nor fade
 * from layer to layer. All layers have the factor 1.
 *
 * <p>Neuron r of layer l takes the stream {@code ("layer", l, r)}. Numbers are drawn in double and rounded once. Immutable;
 * threads may share it.
 *
 * @param widths the number of neurons of each layer in order: features first and last, hidden neurons between
 * @param dataType FLOAT or DOUBLE
 */
public record HeInitialiser(List<Integer> widths, DataType dataType) {
    /**
     * Checks the arguments.
     *
     * @param widths at least two numbers of at least 1, the last equal to the first
     * @param dataType FLOAT or DOUBLE
     * @throws IllegalArgumentException if an argument breaks these rules
     */
    public HeInitialiser {
        widths = List.copyOf(widths);
        Checks.realType("dataType", dataType);
        if (widths.size() < 2 || !widths.get(0).equals(widths.get(widths.size() - 1))) {
            throw new IllegalArgumentException("widths = " + widths
                    + " must be at least two numbers, the last equal to the first: an autoencoder has as many"
                    + " outputs as inputs");
        }
        widths.forEach(width -> Checks.atLeast("a width", width, 1));
    }

    /**
     * Draws the weights. Cost: one random number for each.
     *
     * @param streams the randomness
     * @return the autoencoder, whose layers share no weights
     */
    public DeepAutoencoder autoencoder(RandomStreams streams) {
        List<Layer> layers = new ArrayList<>();
        int last = widths.size() - 2;
        for (int l = 0; l <= last; l++) {
            double deviation = Math.sqrt((l < last ? 2.0 : 1.0) / widths.get(l));
            layers.add(Layer.encoding(weights(l, deviation, streams), 1));
        }
        return new DeepAutoencoder(layers);
    }

    private INDArray weights(int layer, double deviation, RandomStreams streams) {
        int inputs = widths.get(layer);
        double[][] columns = new double[widths.get(layer + 1)][inputs];
        try (Work work = Work.begin("start: columns of layer " + (layer + 1), columns.length)) {
            for (int r = 0; r < columns.length; r++) {
                RandomGenerator random = streams.at("layer", layer, r);
                for (int i = 0; i < inputs; i++) {
                    columns[r][i] = deviation * random.nextGaussian();
                }
                work.advance(1);
            }
        }
        return Nd4j.createFromArray(columns).castTo(dataType).transpose().dup('f');
    }
}
