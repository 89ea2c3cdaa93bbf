package org.autoencoder4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Samples from the unit sphere, standard Gaussian weights and outputs for the two-layer autoencoder: raw float64, a sample,
 * a neuron or an output in each row.
 */
final class TwoLayerData {
    static final int SAMPLES = 1000;
    static final int FEATURES = 784;
    static final int WIDTH = 10_000;

    private static final String SAMPLES_FILE = "w2.X";
    private static final String ENCODER_FILE = "w2.W";
    private static final String DECODER_FILE = "w2.A";
    private static final String DIRECTION_FILE = "w2.V";
    private static final List<String> FILES = List.of(SAMPLES_FILE, ENCODER_FILE, DECODER_FILE, DIRECTION_FILE);

    /** Pre-activations as close to 0 as this may have another sign in FLOAT, and gradients would differ for no fault. */
    private static final double AMBIGUOUS = 1e-5;

    private TwoLayerData() {}

    static void writeIfMissing() throws IOException {
        for (String name : FILES) {
            if (!Files.exists(BenchmarkData.file(name))) {
                write();
                return;
            }
        }
    }

    private static void write() throws IOException {
        RandomStreams streams = RandomStreams.of(2);
        INDArray samples = SphereData.drawn(SAMPLES, FEATURES, streams);
        RawMatrix.write(samples, BenchmarkData.file(SAMPLES_FILE));
        RawMatrix.write(encoder(samples, streams), BenchmarkData.file(ENCODER_FILE));
        RawMatrix.write(gaussian(WIDTH, streams.at("decoder", 0, 0)), BenchmarkData.file(DECODER_FILE));
        RawMatrix.write(gaussian(SAMPLES, streams.at("direction", 0, 0)), BenchmarkData.file(DIRECTION_FILE));
    }

    /** Gaussian neurons, of which those with an ambiguous pre-activation are drawn again. */
    private static INDArray encoder(INDArray samples, RandomStreams streams) {
        RandomGenerator random = streams.at("encoder", 0, 0);
        INDArray neurons = gaussian(WIDTH, random);
        for (int i = 0; i < WIDTH; i++) {
            while (isAmbiguous(samples, neurons.getRow(i))) {
                neurons.putRow(i, gaussian(1, random));
            }
        }
        return neurons;
    }

    private static boolean isAmbiguous(INDArray samples, INDArray neuron) {
        double[] preActivations =
                samples.mmul(neuron.reshape('c', new long[] {FEATURES, 1})).toDoubleVector();
        for (double z : preActivations) {
            if (Math.abs(z) < AMBIGUOUS) {
                return true;
            }
        }
        return false;
    }

    private static INDArray gaussian(int rows, RandomGenerator random) {
        double[] values = DoubleStream.generate(random::nextGaussian)
                .limit((long) rows * FEATURES)
                .toArray();
        return Nd4j.create(values, new long[] {rows, FEATURES}, 'c');
    }

    static INDArray samples(DataType type) throws IOException {
        return read(SAMPLES_FILE, SAMPLES, type);
    }

    static INDArray direction(DataType type) throws IOException {
        return read(DIRECTION_FILE, SAMPLES, type);
    }

    static TwoLayerAutoencoder autoencoder(DataType type) throws IOException {
        return new TwoLayerAutoencoder(
                read(ENCODER_FILE, WIDTH, type).transpose(),
                read(DECODER_FILE, WIDTH, type).transpose());
    }

    private static INDArray read(String name, int rows, DataType type) throws IOException {
        Path file = BenchmarkData.file(name);
        return RawMatrix.read(file, rows, FEATURES, type);
    }
}
