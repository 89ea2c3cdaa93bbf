package org.autoencoder4j.examples;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.autoencoder4j.check.consistency.SupportSize;
import org.autoencoder4j.check.latents.EncodedDictionary;
import org.autoencoder4j.check.latents.LatentCodes;
import org.autoencoder4j.check.latents.LatentDiagnosis;
import org.autoencoder4j.check.latents.LatentGeometry;
import org.autoencoder4j.check.latents.LatentNoise;
import org.autoencoder4j.check.latents.RandomCodeCertificate;
import org.autoencoder4j.check.latents.SparseAutoencoderReport;
import org.autoencoder4j.check.latents.ThresholdCertificate;
import org.autoencoder4j.check.latents.TopKCertificate;
import org.autoencoder4j.check.latents.law.SupportLaw;
import org.autoencoder4j.check.latents.law.ValueMoments;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.format.DataFile;
import org.autoencoder4j.data.format.DataOptions;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.sae.LatentActivation;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.autoencoder4j.sae.format.SparseAutoencoderFiles;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What can be said of a sparse autoencoder that somebody has trained. */
@Command(
        name = "certify",
        sortOptions = false,
        description =
                "Tells which latents of a sparse autoencoder find their atom in every code of up to k atoms, which fail and"
                        + " at which code, and how its columns stand to each other. Computes in double; whatever the verdicts, exit"
                        + " code 0 means that they were computed.")
final class Certify extends Example {
    /** What the latents of an autoencoder do. */
    enum Kind {
        RELU,
        HARD,
        JUMPRELU,
        TOPK,
        TOPK_RELU
    }

    @Option(
            names = "--sae",
            required = true,
            paramLabel = "PATH",
            description =
                    "Folder of SAELens or sparsify, params.npz of Gemma Scope, or folder with W_enc.npy and W_dec.npy (n x m,"
                            + " a column for each latent), b_enc.npy, b_dec.npy and, for JumpReLU, threshold.npy.")
    private @Nullable Path sae;

    @Option(
            names = "--activation",
            paramLabel = "WHAT",
            description =
                    "Of a folder of .npy files: relu, hard, jumprelu, topk or topk_relu (default: jumprelu if there"
                            + " is a threshold.npy, else relu).")
    private @Nullable Kind kind;

    @Option(names = "--top-k", paramLabel = "K", description = "Latents that TopK keeps (default: --k).")
    private @Nullable Integer topK;

    @Option(names = "--lambda", paramLabel = "L", description = "The hard threshold.")
    private @Nullable Double lambda;

    @Option(names = "--uncentred", description = "The encoder sees samples as they are, without b_dec taken off.")
    private boolean uncentred;

    @Option(
            names = "--k",
            paramLabel = "K",
            description = "Atoms of a code, at most (default: with --data, the median of the latents that fire).")
    private @Nullable Integer k;

    @Option(names = "--exactly", description = "Codes have exactly k atoms, as they always have for topk.")
    private boolean exactly;

    @Option(
            names = "--values",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "A1,A2",
            description =
                    "The least and the greatest value of an atom (default: with --data, the 1 %% and 99 %% quantiles of the"
                            + " codes).")
    private double @Nullable [] values;

    @Option(names = "--rho", paramLabel = "R", description = "Noise is no longer than this (default: none).")
    private @Nullable Double rho;

    @Option(
            names = "--sigma",
            paramLabel = "S",
            description = "Instead: standard deviation of normal noise in each feature, of which 1e-6 is left out.")
    private @Nullable Double sigma;

    @Option(
            names = "--limit",
            paramLabel = "SECONDS",
            description = "Time for the pairs that TopK's bounds leave open (default: ${DEFAULT-VALUE}).")
    private int limit = 60;

    @Option(
            names = "--cosine",
            paramLabel = "C",
            description = "Atoms with a greater cosine are near duplicates (default: ${DEFAULT-VALUE}).")
    private double cosine = 0.9;

    @Option(
            names = "--random",
            paramLabel = "EPS",
            description = "Bounds the misfires of random codes of k atoms, too: may a share EPS of them be missed?")
    private @Nullable Double random;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description =
                    "Samples, N x n, of any kind that recover reads: how often each latent fires goes into the table and the"
                            + " picture.")
    private @Nullable Path data;

    private static final double NOISE_FAILURE = 1e-6;

    @Override
    Optional<String> run() throws IOException {
        if (values != null && values.length != 2) {
            throw new IllegalArgumentException("--values has " + values.length + " numbers; it must be a1,a2");
        }
        if (data == null && (k == null || values == null)) {
            throw new IllegalArgumentException(
                    "--k and --values say of which codes to certify; without them give --data FILE,"
                            + " from which they are estimated");
        }
        if (rho != null && sigma != null) {
            throw new IllegalArgumentException("--rho and --sigma are both given; noise is of one kind");
        }
        SparseAutoencoder autoencoder = read(sae());
        EncodedDictionary encoded = EncodedDictionary.of(autoencoder);
        Optional<LatentDiagnosis> diagnosis = diagnose(autoencoder);
        int sparsity = k != null ? k : diagnosis.orElseThrow().sparsity();
        double a1 = values != null ? values[0] : diagnosis.orElseThrow().a1();
        double a2 = values != null ? values[1] : diagnosis.orElseThrow().a2();
        settled().put("k", sparsity).put("a1", a1).put("a2", a2);
        SupportSize size = exactly || isPlainTopK(autoencoder) ? SupportSize.EXACTLY : SupportSize.AT_MOST;
        LatentCodes codes = LatentCodes.of(sparsity, size, autoencoder.units(), a1, a2);
        LatentGeometry geometry = LatentGeometry.of(autoencoder, cosine);
        CertifiedUnits units = new CertifiedUnits(
                geometry, diagnosis.map(LatentDiagnosis::frequencies).orElse(new double[0]));
        Report certificate = autoencoder.activation() instanceof LatentActivation.TopK
                ? topK(encoded, codes, units)
                : threshold(encoded, codes, units);
        SparseAutoencoderReport report = SparseAutoencoderReport.of(encoded, geometry, certificate);
        if (random != null) {
            report = report.with(RandomCodeCertificate.of(
                            encoded,
                            new SupportLaw.Uniform(sparsity, autoencoder.units()),
                            new ValueMoments.Range(a1, a2),
                            sigma == null ? 0 : sigma,
                            random)
                    .report());
        }
        write(report, units);
        return Optional.empty();
    }

    private static boolean isPlainTopK(SparseAutoencoder autoencoder) {
        return autoencoder.activation() instanceof LatentActivation.TopK top && !top.relu();
    }

    private Path sae() {
        if (sae == null) {
            throw new IllegalStateException("picocli requires it");
        }
        return sae;
    }

    private LatentNoise noise(int units) {
        return sigma == null
                ? new LatentNoise.Ball(rho == null ? 0 : rho)
                : new LatentNoise.Gaussian(sigma, NOISE_FAILURE, units);
    }

    /** The one place that knows in which form the autoencoder is saved. */
    private SparseAutoencoder read(Path path) throws IOException {
        if (Files.exists(path.resolve("W_enc.npy"))) {
            return readArrays(path);
        }
        if (kind != null || topK != null || lambda != null || uncentred) {
            throw new IllegalArgumentException(
                    "--activation, --top-k, --lambda and --uncentred are for a folder of .npy files;" + " what " + path
                            + " is says it itself");
        }
        SparseAutoencoder saved = SparseAutoencoderFiles.read(path);
        settled().put("activation", saved.activation().toString());
        return saved;
    }

    private SparseAutoencoder readArrays(Path folder) throws IOException {
        INDArray encoder = Npy.read(folder.resolve("W_enc.npy"));
        return new SparseAutoencoder(
                encoder,
                vector(folder.resolve("b_enc.npy")).castTo(encoder.dataType()),
                Npy.read(folder.resolve("W_dec.npy")).castTo(encoder.dataType()),
                vector(folder.resolve("b_dec.npy")).castTo(encoder.dataType()),
                !uncentred,
                activation(folder.resolve("threshold.npy")));
    }

    private static INDArray vector(Path file) throws IOException {
        INDArray array = Npy.read(file);
        return array.reshape(array.length());
    }

    private LatentActivation activation(Path thresholds) throws IOException {
        Kind chosen = kind != null ? kind : Files.exists(thresholds) ? Kind.JUMPRELU : Kind.RELU;
        settled().put("activation", chosen.name().toLowerCase(Locale.ROOT));
        if (lambda == null && chosen == Kind.HARD) {
            throw new IllegalArgumentException("--activation hard needs --lambda, the threshold");
        }
        return switch (chosen) {
            case RELU -> new LatentActivation.Relu();
            case HARD -> new LatentActivation.HardThreshold(lambda == null ? 0 : lambda);
            case JUMPRELU ->
                LatentActivation.JumpRelu.of(
                        vector(thresholds).castTo(DataType.DOUBLE).toDoubleVector());
            case TOPK, TOPK_RELU -> new LatentActivation.TopK(topK(), chosen == Kind.TOPK_RELU, false);
        };
    }

    private int topK() {
        if (topK == null && k == null) {
            throw new IllegalArgumentException("--activation " + kind + " needs --top-k or --k");
        }
        return topK != null ? topK : k == null ? 1 : k;
    }

    /** What the data say of the codes; empty without any. */
    private Optional<LatentDiagnosis> diagnose(SparseAutoencoder autoencoder) throws IOException {
        if (data == null) {
            return Optional.empty();
        }
        Batches samples =
                DataFile.read(data, autoencoder.dataType(), DataOptions.usual()).samples();
        LatentDiagnosis diagnosis;
        try {
            diagnosis = LatentDiagnosis.of(autoencoder, samples);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(data + ": " + e.getMessage(), e);
        }
        double[] frequencies = diagnosis.frequencies();
        results()
                .put("samples", diagnosis.samples())
                .put("meanActiveLatents", diagnosis.meanSparsity())
                .put("medianActiveLatents", diagnosis.sparsity())
                .put("a1", diagnosis.a1())
                .put("a2", diagnosis.a2())
                .put(
                        "latentsThatNeverFire",
                        Arrays.stream(frequencies).filter(share -> share == 0).count());
        ArrayNode outliers = results().putArray("outliers");
        diagnosis.outliers().forEach(each -> outliers.add(each.row()));
        console()
                .println("Estimated from " + diagnosis.samples() + " samples: k = " + diagnosis.sparsity()
                        + ", values in [" + (float) diagnosis.a1() + ", " + (float) diagnosis.a2() + "]");
        if (!diagnosis.outliers().isEmpty()) {
            console()
                    .println(diagnosis.outliers().size() + " samples lie far from all others, the first in row "
                            + diagnosis.outliers().get(0).row() + ": are they what is to be coded?");
        }
        return Optional.of(diagnosis);
    }

    private Report threshold(EncodedDictionary encoded, LatentCodes codes, CertifiedUnits units) {
        ThresholdCertificate certificate = ThresholdCertificate.of(encoded, codes, noise(encoded.units()));
        for (int i = 0; i < certificate.units(); i++) {
            units.add(certificate.unit(i));
        }
        units.curve(certificate.certifiedUnits());
        results().set("certifiedUnitsForAtMostK", new ObjectMapper().valueToTree(certificate.certifiedUnits()));
        return certificate.report();
    }

    private Report topK(EncodedDictionary encoded, LatentCodes codes, CertifiedUnits units) {
        TopKCertificate certificate =
                TopKCertificate.of(encoded, codes, noise(encoded.units()), Duration.ofSeconds(limit));
        for (int i = 0; i < certificate.units(); i++) {
            units.add(certificate.unit(i));
        }
        return certificate.report();
    }

    private void write(SparseAutoencoderReport report, CertifiedUnits units) throws IOException {
        results().put("verdict", report.verdict().name());
        results().set("report", new ObjectMapper().readTree(report.toJson()));
        output().file("report.txt", file -> Files.writeString(file, report.text(), StandardCharsets.UTF_8));
        output().file("report.json", file -> Files.writeString(file, report.toJson(), StandardCharsets.UTF_8));
        output().csv("units.csv", units.table());
        output().png("certify.png", units::picture);
        console().print(report.text());
    }
}
