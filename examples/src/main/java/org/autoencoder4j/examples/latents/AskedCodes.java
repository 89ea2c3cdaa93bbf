package org.autoencoder4j.examples.latents;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.consistency.SupportSize;
import org.autoencoder4j.check.latents.EncodedDictionary;
import org.autoencoder4j.check.latents.LatentCodes;
import org.autoencoder4j.check.latents.LatentNoise;
import org.autoencoder4j.check.latents.RandomCodeCertificate;
import org.autoencoder4j.check.latents.law.SupportLaw;
import org.autoencoder4j.check.latents.law.ValueMoments;
import org.autoencoder4j.sae.LatentActivation.TopK;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say of which codes and noise an autoencoder is certified. */
final class AskedCodes {
    /** How the supports of random codes are drawn. */
    enum Supports {
        UNIFORM,
        DATA;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final double NOISE_FAILURE = 1e-6;

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
            names = "--random",
            paramLabel = "EPS",
            description =
                    "Bounds the misfires of random codes of exactly k atoms with the noise of --sigma, too: may a share EPS"
                            + " of them be missed?")
    private @Nullable Double random;

    @Option(
            names = "--supports",
            paramLabel = "WHAT",
            description =
                    "Of random codes: uniform, or data, where each atom is in a code on its own, as often as its latent"
                            + " fires on --data (default: uniform).")
    private @Nullable Supports supports;

    /** Codes of k atoms with values in a range. */
    record Settled(int k, double a1, double a2) {}

    /** How many atoms, if it is said. */
    @Nullable
    Integer k() {
        return k;
    }

    /** Checks what needs no file. */
    void requireOptions(boolean data) {
        if (!data && (k == null || values == null)) {
            throw new IllegalArgumentException(
                    "--k and --values say of which codes to certify; without them give --data FILE,"
                            + " from which they are estimated");
        }
        if (k != null) {
            Checks.atLeast("--k", k, 1);
        }
        if (values != null) {
            if (values.length != 2) {
                throw new IllegalArgumentException("--values has " + values.length + " numbers; it must be a1,a2");
            }
            Checks.positive("--values a1", values[0]);
            Checks.between("--values a2", values[1], values[0], Double.MAX_VALUE);
        }
        if (rho != null && sigma != null) {
            throw new IllegalArgumentException("--rho and --sigma are both given; noise is of one kind");
        }
        Checks.nonNegative("--rho", requireNonNullElse(rho, 0.0));
        Checks.nonNegative("--sigma", requireNonNullElse(sigma, 0.0));
        requireRandom(data);
    }

    private void requireRandom(boolean data) {
        if (random != null && !(random > 0 && random < 1)) {
            throw new IllegalArgumentException(
                    "--random = " + random + " must lie strictly between 0 and 1: it is a share of the codes");
        }
        if (random != null && rho != null && rho > 0) {
            throw new IllegalArgumentException(
                    "--random takes normal noise: give --sigma instead of --rho, or leave --random out");
        }
        if (supports != null && random == null) {
            throw new IllegalArgumentException("--supports is for --random: give both or none");
        }
        if (supports == Supports.DATA && !data) {
            throw new IllegalArgumentException(
                    "--supports data needs --data FILE, the samples that say how often latents fire");
        }
    }

    /** Checks what depends on the autoencoder and takes no computation. */
    void requireFor(SparseAutoencoder autoencoder) {
        if (k != null) {
            Checks.between("--k", k, 1, autoencoder.units() - 1L);
        }
        if (random == null || !(autoencoder.activation() instanceof TopK top)) {
            return;
        }
        if (supports == Supports.DATA) {
            throw new IllegalArgumentException("--supports data is not for TopK, which keeps the same number of latents"
                    + " always: leave it out");
        }
        if (k != null && k != top.k()) {
            throw new IllegalArgumentException("--random of a TopK of " + top.k() + " needs --k " + top.k()
                    + ", the number of latents that it keeps");
        }
    }

    /** What is asked for, and what is not said as the data say it. */
    Settled settle(ObjectNode settled, SparseAutoencoder autoencoder, Optional<CodeEstimates> estimates) {
        int sparsity = k != null ? k : estimates.orElseThrow().sparsity();
        double a1 = values != null ? values[0] : estimates.orElseThrow().a1();
        double a2 = values != null ? values[1] : estimates.orElseThrow().a2();
        if (random != null && autoencoder.activation() instanceof TopK top && sparsity != top.k()) {
            throw new IllegalArgumentException("--random of a TopK of " + top.k() + " needs --k " + top.k()
                    + "; the median sample fires " + sparsity + " latents");
        }
        settled.put("k", sparsity).put("a1", a1).put("a2", a2);
        return new Settled(sparsity, a1, a2);
    }

    LatentCodes worstCases(SparseAutoencoder autoencoder, Settled codes) {
        boolean plainTopK = autoencoder.activation() instanceof TopK top && !top.relu();
        SupportSize size = exactly || plainTopK ? SupportSize.EXACTLY : SupportSize.AT_MOST;
        return LatentCodes.of(codes.k(), size, autoencoder.units(), codes.a1(), codes.a2());
    }

    LatentNoise noise(int units) {
        return sigma == null
                ? new LatentNoise.Ball(requireNonNullElse(rho, 0.0))
                : new LatentNoise.Gaussian(sigma, NOISE_FAILURE, units);
    }

    /** The certificate for random codes, if it is asked for. */
    Optional<RandomCodeCertificate> random(
            EncodedDictionary encoded, Settled codes, Optional<CodeEstimates> estimates) {
        if (random == null) {
            return Optional.empty();
        }
        SupportLaw law = supports == Supports.DATA
                ? SupportLaw.Independent.of(estimates.orElseThrow().frequencies())
                : new SupportLaw.Uniform(codes.k(), encoded.units());
        return Optional.of(RandomCodeCertificate.of(
                encoded, law, new ValueMoments.Range(codes.a1(), codes.a2()), requireNonNullElse(sigma, 0.0), random));
    }
}
