package org.autoencoder4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.Draw;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.NonNegativeUniform;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A workload of the tied autoencoder: n features, m units, N samples that are k-sparse with values in [1, 2], ReLU with
 * the bias -lambda. Data are raw float64, N x n and m x n row by row.
 */
enum Case {
    /** Few units and many features. */
    FIG2(784, 10, 10_000, 1, 0.5),
    /** A dictionary of twice as many atoms as features. */
    SPARSE(256, 512, 20_000, 8, 0.85),
    /** The same with more samples. */
    SPARSE50(256, 512, 50_000, 8, 0.85),
    /** Many units. */
    LARGE(768, 4096, 20_000, 16, 0.8);

    final int features;
    final int units;
    final int samples;
    final int sparsity;
    final double lambda;

    Case(int features, int units, int samples, int sparsity, double lambda) {
        this.features = features;
        this.units = units;
        this.samples = samples;
        this.sparsity = sparsity;
        this.lambda = lambda;
    }

    static Case named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the observations of a type. */
    Batches observations(DataType type) {
        return Batches.of(read("Y", samples, type));
    }

    /** Returns the autoencoder to begin with. */
    TiedAutoencoder start(DataType type) {
        INDArray weights = read("W", units, type).transpose().dup('f');
        INDArray bias = Nd4j.zeros(type, units).subi(lambda);
        return new TiedAutoencoder(weights, bias, Activation.relu());
    }

    private Path file(String part) throws IOException {
        return BenchmarkData.file(label() + "." + part);
    }

    private INDArray read(String part, int rows, DataType type) {
        try {
            writeIfMissing();
            return RawMatrix.read(file(part), rows, features, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Draws data where there is none yet. */
    void writeIfMissing() throws IOException {
        if (Files.exists(file("Y")) && Files.exists(file("W"))) {
            return;
        }
        RandomStreams streams = RandomStreams.of(1);
        INDArray dictionary = Dictionaries.gaussian(features, units, DataType.DOUBLE, streams);
        Draw draw = GenerativeModel.nonNegativeSparseCoding(dictionary, sparsity, new NonNegativeUniform(1, 2), 0.01)
                .draw(streams, 0, samples);
        INDArray weights = dictionary.add(Dictionaries.gaussian(features, units, DataType.DOUBLE, RandomStreams.of(2))
                .mul(0.3));
        weights.diviRowVector(weights.norm2(0));
        RawMatrix.write(draw.observations(), file("Y"));
        RawMatrix.write(weights.transpose().dup('c'), file("W"));
    }
}
