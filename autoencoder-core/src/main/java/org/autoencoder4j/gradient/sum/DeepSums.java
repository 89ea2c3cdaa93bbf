package org.autoencoder4j.gradient.sum;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.DeepSampleGradient;
import org.autoencoder4j.gradient.NamedGradient;
import org.autoencoder4j.network.DeepAutoencoder;
import org.autoencoder4j.network.Layer;
import org.autoencoder4j.parts.internal.ByteReader;
import org.autoencoder4j.parts.internal.ByteWriter;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Sums of the gradient of deep autoencoders. */
record DeepSums() implements SummedGradient<DeepAutoencoder, NamedGradient> {
    @Override
    public Adder<At<DeepAutoencoder>, GradientSum> adder(Batches batches) {
        return new RangeSums<>(DeepSampleGradient.of(batches).evaluator(), GradientSum::ofSum, NamedGradient::activity);
    }

    @Override
    public NamedGradient gradient(DeepAutoencoder parameters, GradientSum total) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        parameters.arrays().forEach((name, array) -> arrays.put(name, total.array(name, array, 1)));
        return new NamedGradient(arrays, total.activity(parameters.dataType()), total.loss(), total.lossResolution());
    }

    @Override
    public byte[] toBytes(At<DeepAutoencoder> query) {
        ByteWriter bytes = new ByteWriter().add(query.step());
        write(query.parameters(), bytes);
        return bytes.toBytes();
    }

    @Override
    public At<DeepAutoencoder> query(byte[] bytes) {
        ByteReader from = new ByteReader(bytes);
        long step = from.number();
        return new At<>(read(from), step);
    }

    /** Writes each matrix once, and which layer uses which. */
    static void write(DeepAutoencoder autoencoder, ByteWriter bytes) {
        List<INDArray> matrices = autoencoder.parameters();
        bytes.add((long) matrices.size());
        matrices.forEach(bytes::add);
        bytes.add((long) autoencoder.layers().size());
        for (Layer layer : autoencoder.layers()) {
            int used = 0;
            while (matrices.get(used) != layer.weights()) {
                used++;
            }
            bytes.add((long) used).add(layer.isDecoding()).add(layer.scale());
        }
    }

    static DeepAutoencoder read(ByteReader from) {
        List<INDArray> matrices = new ArrayList<>();
        for (long count = from.number(); count > 0; count--) {
            matrices.add(from.array());
        }
        List<Layer> layers = new ArrayList<>();
        for (long count = from.number(); count > 0; count--) {
            INDArray weights = matrices.get((int) from.number());
            boolean decoding = from.is();
            double scale = from.real();
            layers.add(decoding ? Layer.decoding(weights, scale) : Layer.encoding(weights, scale));
        }
        return new DeepAutoencoder(layers);
    }
}
