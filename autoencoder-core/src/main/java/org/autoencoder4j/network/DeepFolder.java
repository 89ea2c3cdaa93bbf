package org.autoencoder4j.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.storage.SavedFolder;
import org.autoencoder4j.storage.Settings;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A saved deep autoencoder: its matrices, and in {@code settings.json} which layer uses which, and how. */
final class DeepFolder {
    private static final String FORMAT = "autoencoder4j-deep-1";
    private static final String LAYERS = "layers";

    private DeepFolder() {}

    static void write(Path folder, DeepAutoencoder autoencoder) throws IOException {
        SavedFolder.write(folder, unfinished -> {
            for (Map.Entry<String, INDArray> array : autoencoder.arrays().entrySet()) {
                Npy.write(unfinished.resolve(array.getKey() + ".npy"), array.getValue());
            }
            List<Layer> layers = autoencoder.layers();
            Settings.write(unfinished, FORMAT, settings -> {
                settings.put(LAYERS, layers.size());
                for (int l = 0; l < layers.size(); l++) {
                    Layer layer = layers.get(l);
                    settings.put(name(l, "weights"), autoencoder.parameterOf(layer) + 1)
                            .put(name(l, "decoding"), layer.isDecoding())
                            .put(name(l, "scale"), layer.scale());
                }
            });
        });
    }

    static DeepAutoencoder read(Path folder) throws IOException {
        Settings settings = Settings.read(SavedFolder.verified(folder), FORMAT);
        List<INDArray> matrices = new ArrayList<>();
        List<Layer> layers = new ArrayList<>();
        long count = settings.count(LAYERS);
        for (int l = 0; l < count; l++) {
            int used = (int) Math.min(settings.count(name(l, "weights")), Integer.MAX_VALUE);
            if (used < 1 || used > matrices.size() + 1) {
                throw settings.wrong(name(l, "weights"), "between 1 and " + (matrices.size() + 1));
            }
            if (used > matrices.size()) {
                INDArray matrix = Npy.read(folder.resolve("weights-" + used + ".npy"));
                matrices.add(matrix.ordering() == 'f' ? matrix : matrix.dup('f'));
            }
            double scale = settings.number(name(l, "scale"));
            boolean decoding = settings.text(name(l, "decoding")).equals("true");
            layers.add(
                    decoding
                            ? Layer.decoding(matrices.get(used - 1), scale)
                            : Layer.encoding(matrices.get(used - 1), scale));
        }
        return new DeepAutoencoder(layers);
    }

    private static String name(int layer, String of) {
        return "layer " + (layer + 1) + " " + of;
    }
}
