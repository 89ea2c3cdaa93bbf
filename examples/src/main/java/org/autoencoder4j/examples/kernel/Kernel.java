package org.autoencoder4j.examples.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.examples.command.Closing;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.examples.samples.ReadingOptions;
import org.autoencoder4j.examples.samples.Sampling;
import org.autoencoder4j.examples.samples.Sampling.Samples;
import org.autoencoder4j.examples.samples.UnitSamples;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Report;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The kernels of a two-layer autoencoder: limits and finite width. */
@Command(
        name = "kernel",
        sortOptions = false,
        description =
                "Computes the spectra of the limit kernels G_inf, H_inf and K_inf of samples, 1797 handwritten digits"
                        + " unless others are asked for, and of K(0) at several widths; samples are scaled to length 1. Fails if"
                        + " iteration and LAPACK differ by more than 1e-8 of the greatest eigenvalue, or K(0) does not tend to"
                        + " G_inf + H_inf as 1/sqrt(m), or that of tied weights to its own limit. With --matrix-free, computes both ends of the spectrum of one K(0) that"
                        + " is never formed, and fails if one does not converge.")
public final class Kernel extends Example {
    @Option(
            names = "--data",
            paramLabel = "FILE",
            description =
                    "A table (.npy, .npz, .safetensors, IDX or text), or a folder of .npy files, with a sample in each row"
                            + " (default: the bundled digits).")
    private @Nullable Path data;

    @Mixin
    private ReadingOptions reading = new ReadingOptions();

    @Option(names = "--synthetic", description = "Draws n samples from the unit sphere in d dimensions instead.")
    private boolean synthetic;

    @Option(
            names = "--matrix-free",
            description = "Draws samples as with --synthetic and computes the ends of the spectrum of K(0), of n d"
                    + " outputs and m neurons, from products alone.")
    private boolean matrixFree;

    @Option(
            names = "--n",
            paramLabel = "n",
            description = "Samples that are drawn (default: 200, with --matrix-free 1000).")
    private @Nullable Integer n;

    @Option(names = "--d", paramLabel = "d", description = "Their features (default: 16, with --matrix-free 784).")
    private @Nullable Integer d;

    @Option(names = "--m", paramLabel = "m", description = "Neurons with --matrix-free (default: ${DEFAULT-VALUE}).")
    private int m = 10_000;

    @Option(
            names = "--iterations",
            paramLabel = "T",
            description = "Iterations towards the least eigenvalue with --matrix-free (default: ${DEFAULT-VALUE}).")
    private int iterations = 200;

    @Option(
            names = "--tolerance",
            paramLabel = "t",
            description = "Residual of the least eigenvalue relative to it, with --matrix-free (default:"
                    + " ${DEFAULT-VALUE}).")
    private double tolerance = 1e-2;

    @Option(
            names = "--widths",
            paramLabel = "m1,m2,...",
            split = ",",
            description = "Widths of K(0), at least two (default: ${DEFAULT-VALUE}).")
    private int[] widths = {1000, 4000, 16_000, 64_000};

    @Option(
            names = "--ladder-samples",
            paramLabel = "L",
            description =
                    "Samples, the first ones, at which K(0) is compared with its limit (default: ${DEFAULT-VALUE}).")
    private int ladderSamples = 10;

    @Override
    public Optional<String> run() throws IOException {
        refuseMeaningless();
        if (matrixFree) {
            MatrixFreeSpectrum spectrum = new MatrixFreeSpectrum(this, m, tolerance, iterations);
            return spectrum.run(drawn(or(n, 1000), or(d, 784), dtype()));
        }
        requireWidths();
        INDArray samples = synthetic ? drawn(or(n, 200), or(d, 16), DataType.DOUBLE) : read();
        LimitSpectra spectra = new LimitSpectra(this, samples);
        Optional<String> disagreement = spectra.run();
        int first = (int) Math.min(samples.rows(), Checks.atLeast("--ladder-samples", ladderSamples, 1));
        WidthLadder ladder = new WidthLadder(this, rows(samples, first), widths);
        Optional<String> slope = ladder.run();
        return disagreement.or(() -> slope);
    }

    private void requireWidths() {
        Checks.atLeast("the number of --widths", widths.length, 2);
        for (int width : widths) {
            Checks.atLeast("a number of --widths", width, 1);
        }
        if (Arrays.stream(widths).distinct().count() < 2) {
            throw new IllegalArgumentException(
                    "--widths " + Arrays.toString(widths) + " must differ: a rate is fitted over them");
        }
    }

    private void refuseMeaningless() {
        if (data != null && (synthetic || matrixFree)) {
            throw new IllegalArgumentException(
                    "--data and " + (synthetic ? "--synthetic" : "--matrix-free") + " exclude each other");
        }
        if ((n != null || d != null) && !(synthetic || matrixFree)) {
            throw new IllegalArgumentException(
                    "--n and --d have a meaning with --synthetic or --matrix-free only, which draw samples");
        }
        if (data == null) {
            reading.refuseFor(null);
        }
    }

    private INDArray read() throws IOException {
        if (data == null) {
            return UnitSamples.unit("the digits", UnitSamples.digits(DataType.DOUBLE));
        }
        Samples samples = Sampling.ofTable(data, reading.table(), reading.array(), 1, DataType.DOUBLE);
        samples.tell(results());
        ReadingOptions.settle(samples.sampling(), settled());
        return UnitSamples.unit(data.toString(), samples.batches().batch(0));
    }

    private static int or(@Nullable Integer given, int usual) {
        return given == null ? usual : given;
    }

    private INDArray drawn(int samples, int features, DataType type) {
        Checks.atLeast("--n", samples, 2);
        Checks.atLeast("--d", features, 1);
        RandomStreams streams = streams();
        double[][] rows = new double[samples][features];
        for (int i = 0; i < samples; i++) {
            var random = streams.at("sphere", 0, i);
            for (int k = 0; k < features; k++) {
                rows[i][k] = random.nextGaussian();
            }
        }
        return UnitSamples.unit("what was drawn", Nd4j.createFromArray(rows)).castTo(type);
    }

    private static INDArray rows(INDArray samples, int count) {
        double[][] all = samples.toDoubleMatrix();
        return Nd4j.createFromArray(Arrays.copyOf(all, count));
    }

    /** A report as JSON. */
    public static JsonNode json(Report report) throws IOException {
        return new ObjectMapper().readTree(report.toJson());
    }

    @Override
    protected Closing closing(boolean failed) {
        if (failed) {
            return new Closing(
                    "Numbers do not agree with each other or with the limit, or iteration did not converge, so do not build"
                            + " on this spectrum.",
                    "larger --widths, or --iterations with --matrix-free.");
        }
        return new Closing(
                matrixFree ? ends() : limits(),
                "examples/run table1 --data FILE tells the widths that follow from these eigenvalues.");
    }

    private String ends() {
        return Closing.sentence(
                "The spectrum of K(0), which was never formed, reaches from %.4g to %.4g, so gradient descent is stable up to"
                        + " a step of 2 d / %.4g.",
                results().path("smallest").path("value").asDouble(),
                results().path("largest").path("value").asDouble(),
                results().path("largest").path("value").asDouble());
    }

    private String limits() {
        boolean positive = results().path("positiveDefinite").asBoolean();
        double least = results().path("limits").path("K_inf").path("smallest").asDouble();
        return positive
                ? Closing.sentence(
                        "The limit kernels of these samples are positive definite, so wide autoencoders learn them without an"
                                + " error that stays, along the slowest direction at the rate of lambda_min = %.3g.",
                        least)
                : "A limit kernel of these samples is singular up to rounding, as if two samples were alike, so the theorems"
                        + " promise nothing of them.";
    }
}
