package org.autoencoder4j.examples.samples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.format.CsvHeader;
import org.autoencoder4j.random.RandomStreams;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Samples of length 1, as paper 2 assumes them: a file's rows, normal directions, or the bundled digits. */
public final class UnitSamples {
    private static final int PIXELS = 64;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description =
                    "A table (.npy, .npz, .safetensors, IDX or text) with a sample in each row (default: 1797 handwritten"
                            + " digits).")
    private @Nullable Path data;

    @Mixin
    private ReadingOptions reading = new ReadingOptions();

    @Option(names = "--synthetic", description = "Random directions instead of a file.")
    private boolean synthetic;

    @Option(
            names = "--features",
            paramLabel = "d",
            description = "Dimension of random directions (default: ${DEFAULT-VALUE}).")
    private int features = 16;

    /** Reads or draws up to a number of samples, in order, and divides each by its length. */
    public INDArray read(int atMost, DataType type, RandomStreams streams) throws IOException {
        Checks.atLeast("--samples", atMost, 2);
        INDArray all = all(atMost, type, streams);
        INDArray rows = all.rows() <= atMost
                ? all
                : all.get(NDArrayIndex.interval(0, atMost), NDArrayIndex.all()).dup('c');
        return unit(data == null ? "the samples" : data.toString(), rows);
    }

    private INDArray all(int count, DataType type, RandomStreams streams) throws IOException {
        if (data != null && synthetic) {
            throw new IllegalArgumentException("--data and --synthetic exclude each other");
        }
        if (data == null) {
            reading.refuseFor(null);
        }
        if (synthetic) {
            Checks.atLeast("--features", features, 1);
            return normal(count, features, type, streams.at("directions", 0, 0));
        }
        if (data != null) {
            return Sampling.ofTable(data, reading.table(), reading.array(), PIXELS, type)
                    .batches()
                    .batch(0);
        }
        return digits(type);
    }

    /** The bundled digits, with grey values from 0 to 16. */
    public static INDArray digits(DataType type) throws IOException {
        return Bundled.file(
                "digits.csv.gz",
                file -> Sampling.ofTable(file, new TableText("1-64", CsvHeader.NO), PIXELS, type)
                        .batches()
                        .batch(0));
    }

    public static INDArray normal(int rows, int columns, DataType type, RandomGenerator random) {
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            for (int j = 0; j < columns; j++) {
                row[j] = random.nextGaussian();
            }
        }
        return Nd4j.createFromArray(values).castTo(type);
    }

    /** Divides each sample by its length; the source is what an error names. */
    public static INDArray unit(String source, INDArray rows) {
        INDArray lengths = rows.norm2(1);
        double[] each = lengths.toDoubleVector();
        for (int i = 0; i < each.length; i++) {
            if (!(each[i] > 0 && each[i] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(source + ": sample " + i + ", counted from 0, has length " + each[i]
                        + ", which must be finite and above 0, since samples are scaled to length 1; leave it out");
            }
        }
        return rows.divColumnVector(lengths);
    }
}
