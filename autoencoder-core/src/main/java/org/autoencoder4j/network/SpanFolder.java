package org.autoencoder4j.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.storage.SavedFolder;
import org.autoencoder4j.storage.Settings;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A saved span autoencoder: an {@code .npy} file for each of its arrays, and the autoencoder at which it began. */
final class SpanFolder {
    private static final String FORMAT = "autoencoder4j-span-1";
    private static final String START = "start";

    private SpanFolder() {}

    static void write(Path folder, SpanAutoencoder autoencoder) throws IOException {
        SavedFolder.write(folder, unfinished -> {
            for (Map.Entry<String, INDArray> array : autoencoder.arrays().entrySet()) {
                Npy.write(unfinished.resolve(file(array.getKey())), array.getValue());
            }
            autoencoder.start().save(unfinished.resolve(START));
            Settings.write(unfinished, FORMAT, settings -> {});
        });
    }

    static SpanAutoencoder read(Path folder, INDArray samples) throws IOException {
        Settings.read(SavedFolder.verified(folder), FORMAT);
        TwoLayerAutoencoder start = TwoLayerAutoencoder.load(folder.resolve(START));
        Checks.matrix("samples", samples, -1, start.features(), "one column for each feature of " + folder);
        Checks.sameType("samples", samples, folder.toString(), start.encoder());
        return new SpanAutoencoder(
                samples,
                start,
                array(folder, SpanAutoencoder.COEFFICIENTS, samples.rows(), start),
                array(folder, SpanAutoencoder.PRE_ACTIVATIONS, samples.rows(), start),
                array(folder, SpanAutoencoder.DECODER, start.features(), start));
    }

    private static INDArray array(Path folder, String name, int rows, TwoLayerAutoencoder start) throws IOException {
        String file = folder.resolve(file(name)).toString();
        INDArray array = Npy.read(Path.of(file));
        Checks.matrix(file, array, rows, start.width(), "the shape that fits the samples and the start");
        Checks.sameType(file, array, "the start", start.encoder());
        return array.ordering() == 'f' ? array : array.dup('f');
    }

    private static String file(String name) {
        return name + ".npy";
    }
}
