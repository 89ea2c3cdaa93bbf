package org.autoencoder4j.examples.latents;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.sae.LatentActivation;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.autoencoder4j.sae.format.SparseAutoencoderFiles;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Option;

/** The options of a sparse autoencoder that somebody has trained, and the one place that knows in which form it is saved. */
final class TrainedAutoencoder {
    /** What the latents of an autoencoder do. */
    enum Kind {
        RELU,
        HARD,
        JUMPRELU,
        TOPK,
        TOPK_RELU;

        private boolean keepsSoMany() {
            return this == TOPK || this == TOPK_RELU;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--sae",
            required = true,
            paramLabel = "PATH",
            description =
                    "Folder of SAELens or sparsify, params.npz of Gemma Scope (of its autoencoders: transcoders look alike and make"
                            + " no sense here), or folder with W_enc.npy and W_dec.npy (n x m,"
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
            names = "--input-factor",
            paramLabel = "S",
            description =
                    "Of a folder of SAELens with normalize_activations = expected_average_only_in: what inputs are"
                            + " multiplied by, sqrt(n) over their mean length.")
    private @Nullable Double factor;

    /** Checks what needs no file. */
    void requireOptions(@Nullable Integer k) {
        if (topK != null) {
            Checks.atLeast("--top-k", topK, 1);
        }
        if (factor != null) {
            Checks.positive("--input-factor", factor);
        }
        if (lambda != null) {
            Checks.positive("--lambda", lambda);
        } else if (kind == Kind.HARD) {
            throw new IllegalArgumentException("--activation hard needs --lambda, the threshold");
        }
        if (kind != null && kind.keepsSoMany() && topK == null && k == null) {
            throw new IllegalArgumentException("--activation " + kind + " needs --top-k or --k");
        }
    }

    /** Reads it, and tells what its latents do. */
    SparseAutoencoder read(ObjectNode settled, @Nullable Integer k) throws IOException {
        if (sae == null) {
            throw new IllegalStateException("picocli requires it");
        }
        if (Files.exists(sae.resolve("W_enc.npy"))) {
            if (factor != null) {
                throw new IllegalArgumentException(
                        "--input-factor is for a folder of SAELens, which " + sae + " is not");
            }
            return readArrays(sae, settled, k);
        }
        if (kind != null || topK != null || lambda != null || uncentred) {
            throw new IllegalArgumentException(
                    "--activation, --top-k, --lambda and --uncentred are for a folder of .npy files; what " + sae
                            + " is says it itself");
        }
        SparseAutoencoder saved =
                factor == null ? SparseAutoencoderFiles.read(sae) : SparseAutoencoderFiles.read(sae, factor);
        settled.put("activation", saved.activation().toString());
        return saved;
    }

    private SparseAutoencoder readArrays(Path folder, ObjectNode settled, @Nullable Integer k) throws IOException {
        Path thresholds = folder.resolve("threshold.npy");
        Kind chosen = kind != null ? kind : Files.exists(thresholds) ? Kind.JUMPRELU : Kind.RELU;
        settled.put("activation", chosen.toString());
        refuse("--lambda", lambda, chosen == Kind.HARD, "hard");
        refuse("--top-k", topK, chosen.keepsSoMany(), "topk and topk_relu");
        INDArray encoder = Npy.read(folder.resolve("W_enc.npy"));
        if (topK != null) {
            Checks.between("--top-k", topK, 1, encoder.columns());
        }
        return new SparseAutoencoder(
                encoder,
                vector(folder.resolve("b_enc.npy")).castTo(encoder.dataType()),
                Npy.read(folder.resolve("W_dec.npy")).castTo(encoder.dataType()),
                vector(folder.resolve("b_dec.npy")).castTo(encoder.dataType()),
                !uncentred,
                activation(chosen, thresholds, k));
    }

    private static void refuse(String option, @Nullable Number given, boolean suits, String kinds) {
        if (given != null && !suits) {
            throw new IllegalArgumentException(option + " is for --activation " + kinds + ": leave it out");
        }
    }

    private LatentActivation activation(Kind chosen, Path thresholds, @Nullable Integer k) throws IOException {
        return switch (chosen) {
            case RELU -> new LatentActivation.Relu();
            case HARD -> new LatentActivation.HardThreshold(given(lambda));
            case JUMPRELU ->
                LatentActivation.JumpRelu.of(
                        vector(thresholds).castTo(DataType.DOUBLE).toDoubleVector());
            case TOPK, TOPK_RELU ->
                new LatentActivation.TopK(topK != null ? topK : given(k), chosen == Kind.TOPK_RELU, false);
        };
    }

    private static <T> T given(@Nullable T option) {
        if (option == null) {
            throw new IllegalStateException("requireOptions requires it");
        }
        return option;
    }

    private static INDArray vector(Path file) throws IOException {
        INDArray array = Npy.read(file);
        return array.reshape(array.length());
    }
}
