package org.autoencoder4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.autoencoder4j.backend.Backend;
import org.autoencoder4j.check.consistency.SupportSize;
import org.autoencoder4j.check.latents.EncodedDictionary;
import org.autoencoder4j.check.latents.LatentCodes;
import org.autoencoder4j.check.latents.LatentNoise;
import org.autoencoder4j.check.latents.ThresholdCertificate;
import org.autoencoder4j.check.latents.TopKCertificate;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.sae.LatentActivation;
import org.autoencoder4j.sae.LatentActivation.JumpRelu;
import org.autoencoder4j.sae.LatentActivation.TopK;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long the certificate of a sparse autoencoder takes, and how much memory. */
@Command(
        name = "certify",
        mixinStandardHelpOptions = true,
        description =
                "Certifies a FLOAT autoencoder with a random dictionary of unit columns and an encoder that is the"
                        + " dictionary plus a perturbation of length 0.1, with values in [0.8, 1.2] and noise of length 0.05, and"
                        + " prints seconds and the most memory that was resident. Both grow as n m^2 and n m. With --save it"
                        + " measures nothing and writes that autoencoder, for examples/run certify under a clock.")
final class Certify implements Callable<Integer> {
    private static final double GIBI = 1L << 30;

    @Option(names = "--features", description = "n (default: ${DEFAULT-VALUE})")
    private int features = 768;

    @Option(names = "--units", description = "m (default: ${DEFAULT-VALUE})")
    private int units = 16384;

    @Option(names = "--k", description = "atoms of a code (default: ${DEFAULT-VALUE})")
    private int k = 2;

    @Option(names = "--top-k", description = "TopK of k instead of JumpReLU with thresholds 0.5")
    private boolean topK;

    @Option(
            names = "--limit",
            paramLabel = "SECONDS",
            description = "time for exact pairs of TopK (default: ${DEFAULT-VALUE}, the bounds alone)")
    private int limit;

    @Option(
            names = "--save",
            paramLabel = "FOLDER",
            description = "writes the autoencoder there as .npy files, and nothing else")
    private @Nullable Path save;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Certify())
                .setExecutionExceptionHandler(PlainMessage::print)
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Backend.require();
        SparseAutoencoder autoencoder = autoencoder();
        if (save != null) {
            write(autoencoder, Files.createDirectories(save));
            return 0;
        }
        ResidentMemory.require();
        LatentCodes codes = LatentCodes.of(k, SupportSize.EXACTLY, units, 0.8, 1.2);
        LatentNoise noise = new LatentNoise.Ball(0.05);
        System.out.println(autoencoder);
        double before = ResidentMemory.peak() / GIBI;
        long start = System.nanoTime();
        EncodedDictionary encoded = EncodedDictionary.of(autoencoder);
        Object certificate = topK
                ? TopKCertificate.of(encoded, codes, noise, Duration.ofSeconds(limit))
                : ThresholdCertificate.of(encoded, codes, noise);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.println(String.format(
                Locale.ROOT,
                "%s: %.1f s, peak resident memory %.2f GiB (%.2f before)",
                certificate,
                seconds,
                ResidentMemory.peak() / GIBI,
                before));
        return 0;
    }

    private static void write(SparseAutoencoder autoencoder, Path folder) throws IOException {
        Npy.write(folder.resolve("W_enc.npy"), autoencoder.encoder());
        Npy.write(folder.resolve("b_enc.npy"), autoencoder.encoderBias());
        Npy.write(folder.resolve("W_dec.npy"), autoencoder.decoder());
        Npy.write(folder.resolve("b_dec.npy"), autoencoder.decoderBias());
        if (autoencoder.activation() instanceof JumpRelu jump) {
            Npy.write(folder.resolve("threshold.npy"), Nd4j.createFromArray(jump.thresholds()));
        }
    }

    private SparseAutoencoder autoencoder() {
        INDArray decoder = Dictionaries.gaussian(features, units, DataType.FLOAT, RandomStreams.of(1));
        INDArray encoder;
        try (INDArray direction = Dictionaries.gaussian(features, units, DataType.FLOAT, RandomStreams.of(2))) {
            encoder = decoder.add(direction.muli(0.1));
        }
        double[] thresholds = new double[units];
        Arrays.fill(thresholds, 0.5);
        LatentActivation activation = topK ? new TopK(k, false, false) : JumpRelu.of(thresholds);
        return new SparseAutoencoder(
                encoder,
                Nd4j.zeros(DataType.FLOAT, units),
                decoder,
                Nd4j.zeros(DataType.FLOAT, features),
                true,
                activation);
    }
}
