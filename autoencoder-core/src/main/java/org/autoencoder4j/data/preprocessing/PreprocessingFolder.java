package org.autoencoder4j.data.preprocessing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.storage.SavedFolder;
import org.autoencoder4j.storage.Settings;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A saved preprocessing: its arrays or a saved folder for each of its steps, and its kind in {@code settings.json}. */
final class PreprocessingFolder {
    static final String CENTRING = "centring";
    static final String SCALING = "scaling";
    static final String WHITENING = "whitening";
    static final String MEAN = "mean.npy";
    static final String DEVIATION = "deviation.npy";
    static final String FORWARD = "forward.npy";
    static final String BACKWARD = "backward.npy";
    private static final String PIPELINE = "pipeline";
    private static final String STEPS = "steps";
    private static final String FORMAT = "autoencoder4j-preprocessing-2";
    private static final String KIND = "kind";

    private PreprocessingFolder() {}

    static void write(Path folder, String kind, Map<String, INDArray> arrays) throws IOException {
        SavedFolder.write(folder, unfinished -> {
            for (Map.Entry<String, INDArray> array : arrays.entrySet()) {
                Npy.write(unfinished.resolve(array.getKey()), array.getValue());
            }
            Settings.write(unfinished, FORMAT, settings -> settings.put(KIND, kind));
        });
    }

    /** Writes a pipeline. */
    static void write(Path folder, List<Preprocessing> steps) throws IOException {
        SavedFolder.write(folder, unfinished -> {
            for (int i = 0; i < steps.size(); i++) {
                steps.get(i).save(step(unfinished, i));
            }
            Settings.write(
                    unfinished, FORMAT, settings -> settings.put(KIND, PIPELINE).put(STEPS, steps.size()));
        });
    }

    static Preprocessing read(Path folder) throws IOException {
        Settings settings = Settings.read(SavedFolder.verified(folder), FORMAT);
        return switch (settings.text(KIND)) {
            case CENTRING -> centring(folder);
            case SCALING -> new Scaling(Npy.read(folder.resolve(DEVIATION)));
            case WHITENING ->
                new Whitening(centring(folder), Npy.read(folder.resolve(FORWARD)), Npy.read(folder.resolve(BACKWARD)));
            case PIPELINE -> pipeline(folder, settings);
            default -> throw settings.wrong(KIND, String.join(", ", CENTRING, SCALING, WHITENING) + " or " + PIPELINE);
        };
    }

    private static Centring centring(Path folder) throws IOException {
        return new Centring(Npy.read(folder.resolve(MEAN)));
    }

    private static Pipeline pipeline(Path folder, Settings settings) throws IOException {
        long count = settings.count(STEPS);
        if (count < 2) {
            throw settings.wrong(STEPS, "at least 2");
        }
        List<Preprocessing> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            steps.add(read(step(folder, i)));
        }
        return new Pipeline(steps);
    }

    /** The folder of a step, counted from 1. */
    private static Path step(Path folder, int index) {
        return folder.resolve("step-" + (index + 1));
    }
}
