package org.autoencoder4j.examples.recovery;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.consistency.Interval;
import org.autoencoder4j.check.consistency.SupportSize;
import org.autoencoder4j.check.latents.EncodedDictionary;
import org.autoencoder4j.check.latents.LatentCodes;
import org.autoencoder4j.check.latents.LatentNoise;
import org.autoencoder4j.check.latents.RandomCodeCertificate;
import org.autoencoder4j.check.latents.ThresholdCertificate;
import org.autoencoder4j.check.latents.law.SupportLaw;
import org.autoencoder4j.check.latents.law.ValueMoments;
import org.autoencoder4j.examples.command.Closing;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.examples.command.Table;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.picture.Axis;
import org.autoencoder4j.picture.LineChart;
import org.autoencoder4j.picture.Role;
import org.autoencoder4j.sae.LatentActivation;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How many atoms a code may have: the worst case beside random codes. */
@Command(
        name = "reach",
        sortOptions = false,
        description =
                "Tells for a Gaussian dictionary that is its own encoder, and codes of k = 1, 2, ... atoms, for how many latents"
                        + " there is a threshold that finds their atom in every code, and in random codes but for a share of them."
                        + " Ends where there is none.")
public final class Reach extends Example {
    @Option(names = "--features", paramLabel = "n", description = "Features of a sample (default: ${DEFAULT-VALUE}).")
    private int features = 1024;

    @Option(names = "--units", paramLabel = "m", description = "Atoms and latents (default: ${DEFAULT-VALUE}).")
    private int units = 4096;

    @Option(
            names = "--values",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "A1,A2",
            description = "The least and the greatest value of an atom (default: 0.8,1.2).")
    private double @Nullable [] values;

    @Option(
            names = "--sigma",
            paramLabel = "S",
            description =
                    "Standard deviation of normal noise in each feature; the worst case leaves out a share EPS of it"
                            + " (default: ${DEFAULT-VALUE}).")
    private double sigma;

    @Option(
            names = "--random",
            paramLabel = "EPS",
            description = "The share of random codes of which some latent may be wrong (default: ${DEFAULT-VALUE}).")
    private double random = 1e-3;

    @Override
    public Optional<String> run() throws IOException {
        double[] range = values == null ? new double[] {0.8, 1.2} : values;
        if (range.length != 2) {
            throw new IllegalArgumentException("--values has " + range.length + " numbers; it must be a1,a2");
        }
        Checks.atLeast("--features", features, 1);
        Checks.atLeast("--units", units, 2);
        settled().putArray("values").add(range[0]).add(range[1]);
        EncodedDictionary encoded = EncodedDictionary.of(tied());
        Table table = new Table("k", "worst case", "random codes");
        double worst = 1;
        double ofRandom = 1;
        for (int k = 1; k < units && worst + ofRandom > 0; k++) {
            // What no threshold can do for k atoms none can for more.
            worst = worst > 0 ? worstCase(encoded, k, range) : 0;
            ofRandom = ofRandom > 0 ? randomCodes(encoded, k, range) : 0;
            table.row(k, worst, ofRandom);
            console().println("k = " + k + ": " + worst + " in every code, " + ofRandom + " in random codes");
            console().flush();
        }
        write(table, range);
        return Optional.empty();
    }

    /** A threshold encoder of which only the products with the atoms matter. */
    private SparseAutoencoder tied() {
        INDArray atoms = Dictionaries.gaussian(features, units, DataType.DOUBLE, streams());
        INDArray zero = Nd4j.zeros(DataType.DOUBLE, units);
        return new SparseAutoencoder(
                atoms,
                zero,
                atoms,
                Nd4j.zeros(DataType.DOUBLE, features),
                true,
                LatentActivation.JumpRelu.of(new double[units]));
    }

    private double worstCase(EncodedDictionary encoded, int k, double[] range) {
        LatentNoise noise = sigma == 0 ? LatentNoise.none() : new LatentNoise.Gaussian(sigma, random, encoded.units());
        ThresholdCertificate certificate = ThresholdCertificate.of(
                encoded, LatentCodes.of(k, SupportSize.EXACTLY, units, range[0], range[1]), noise);
        return share(i -> certificate.unit(i).thresholdWindow());
    }

    private double randomCodes(EncodedDictionary encoded, int k, double[] range) {
        RandomCodeCertificate certificate = RandomCodeCertificate.of(
                encoded, new SupportLaw.Uniform(k, units), new ValueMoments.Range(range[0], range[1]), sigma, random);
        return share(i -> certificate.unit(i).window());
    }

    private double share(IntFunction<Interval> window) {
        return IntStream.range(0, units)
                        .mapToObj(window)
                        .filter(each -> each.low() < each.high())
                        .count()
                / (double) units;
    }

    private void write(Table table, double[] range) throws IOException {
        double[] ks = table.column("k");
        double[] worst = table.column("worst case");
        double[] ofRandom = table.column("random codes");
        results().put("largestKOfAllInEveryCode", largest(worst, 1));
        results().put("largestKOfAllInRandomCodes", largest(ofRandom, 1));
        results().put("largestKOfHalfInEveryCode", largest(worst, 0.5));
        results().put("largestKOfHalfInRandomCodes", largest(ofRandom, 0.5));
        output().csv("reach.csv", table);
        LineChart chart = new LineChart(
                        "How many latents have a threshold that finds their atom",
                        Axis.linear("k, atoms of a code"),
                        Axis.linear("share of the latents"))
                .note("Gaussian dictionary, n = " + features + ", m = " + units + ", values from " + range[0] + " to "
                        + range[1] + ", sigma = " + sigma);
        output().picture(
                        "reach",
                        () -> chart.curve(Role.EVERY_CODE, "in every code", ks, worst)
                                .curve(Role.RANDOM_CODES, "in random codes, but for a share of " + random, ks, ofRandom)
                                .include(0));
        table.print(console());
    }

    /** The largest k for which so many have a threshold. */
    private static int largest(double[] shares, double least) {
        return (int) Arrays.stream(shares).takeWhile(share -> share >= least).count();
    }

    @Override
    protected Closing closing(boolean failed) {
        return new Closing(
                Closing.sentence(
                        "Each of %d latents has a threshold that is right for every code of up to %.0f atoms, and for random"
                                + " codes of up to %.0f, but for a share of %.2g of them.",
                        units, result("largestKOfAllInEveryCode"), result("largestKOfAllInRandomCodes"), random),
                "examples/run certify --sae PATH asks this of a sparse autoencoder of your own.");
    }
}
