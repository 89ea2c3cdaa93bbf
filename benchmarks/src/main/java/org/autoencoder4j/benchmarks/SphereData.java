package org.autoencoder4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Samples from the unit sphere, for the limit kernels: raw float64, a sample in each row. */
final class SphereData {
    static final int SAMPLES = 5000;
    private static final int FEATURES = 784;
    private static final String NAME = "sphere.X";

    private SphereData() {}

    static void writeIfMissing() throws IOException {
        Path file = BenchmarkData.file(NAME);
        if (!Files.exists(file)) {
            RawMatrix.write(drawn(SAMPLES, FEATURES, RandomStreams.of(2)), file);
        }
    }

    /** Draws unit vectors, one in each row. */
    static INDArray drawn(int count, int features, RandomStreams streams) {
        return Dictionaries.gaussian(features, count, DataType.DOUBLE, streams)
                .transpose()
                .dup('c');
    }

    static INDArray samples(DataType type) throws IOException {
        return RawMatrix.read(BenchmarkData.file(NAME), SAMPLES, FEATURES, type);
    }
}
