package org.autoencoder4j.check.latents;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.consistency.SupportSize;
import org.autoencoder4j.check.latents.internal.PairNoise;
import org.autoencoder4j.check.latents.internal.RankBounds;
import org.autoencoder4j.check.latents.internal.RowHeads;
import org.autoencoder4j.check.latents.internal.TopKConditions;
import org.autoencoder4j.sae.LatentActivation.TopK;

/**
 * Up to which number of atoms each latent of a TopK autoencoder is surely kept: in every code of at most k atoms with its own it is
 * above all latents whose atoms are not in the code, and with a ReLU above 0. At most k - 1 others are above it then, so that TopK of
 * k or more keeps it. Whether others are kept, too, {@link TopKCertificate} tells.
 *
 * <p>By the bounds of pairs alone, from below: a latent may be kept for greater k. For k = 1 they are exact. k is a power of 2.
 * Immutable; threads may share it.
 *
 * @paper beyond NWH19 Theorem 3: docs/CERTIFICATES.md (C1.2)
 */
public final class TopKCurve {
    private static final int MOST = 64;

    private final int[] sparsities;
    private final int[] largest;

    private TopKCurve(int[] sparsities, int[] largest) {
        this.sparsities = sparsities;
        this.largest = largest;
    }

    /**
     * Measures an autoencoder. Cost: {@code 6 n m^2} operations, {@code 8 n m^2} with noise in a ball, and {@code O(m^2)} for each k;
     * memory for {@code 3 * 256 m} products and {@code 128 m} numbers.
     *
     * @param encoded the encoder of a TopK autoencoder against a dictionary
     * @param codes the values of as many atoms; their k does not matter
     * @param noise the noise
     * @return the curve for k = 1, 2, 4 and so on, to 64 but at most m - 1
     * @throws IllegalArgumentException if the number of atoms differs or the activation is not TopK
     */
    public static TopKCurve of(EncodedDictionary encoded, LatentCodes codes, LatentNoise noise) {
        ThresholdCertificate.requireAtoms(encoded, codes, noise);
        TopK top = TopKCertificate.topK(encoded);
        TopKConditions conditions = new TopKConditions(false, true, top.relu(), -1, SupportSize.AT_MOST);
        int[] sparsities = IntStream.iterate(1, k -> k <= Math.min(MOST, encoded.units() - 1), k -> 2 * k)
                .toArray();
        LatentCodes[] each = Arrays.stream(sparsities)
                .mapToObj(k -> codes.of(k, SupportSize.AT_MOST))
                .toArray(LatentCodes[]::new);
        RowHeads[] heads = Arrays.stream(each)
                .map(of -> new RowHeads(encoded.products(), of, noise, conditions, SupportSize.AT_MOST))
                .toArray(RowHeads[]::new);
        RowHeads.read(heads);
        double[][] margins = new RankBounds(encoded.products(), new PairNoise(encoded.products(), noise), heads).scan();
        int[] largest = new int[encoded.units()];
        for (int a = 0; a < heads.length; a++) {
            double radius = TopKCertificate.radius(encoded, each[a], noise);
            for (int i = 0; i < largest.length; i++) {
                largest[i] = margins[a][i] > radius ? sparsities[a] : largest[i];
            }
        }
        return new TopKCurve(sparsities, largest);
    }

    /**
     * Returns the k that were looked at.
     *
     * @return 1, 2, 4 and so on; a copy
     */
    public int[] sparsities() {
        return sparsities.clone();
    }

    /**
     * Returns the curve of latents that are surely kept.
     *
     * @return a number of latents for each k of {@link #sparsities}; it falls with k
     */
    public int[] certifiedUnits() {
        return Arrays.stream(sparsities)
                .map(k -> (int) Arrays.stream(largest).filter(of -> of >= k).count())
                .toArray();
    }

    /**
     * Returns up to which k a latent is surely kept.
     *
     * @param unit i, from 0 to m - 1
     * @return one of {@link #sparsities}, or 0 if none
     * @throws IllegalArgumentException if unit is outside its range
     */
    public int largestSparsity(int unit) {
        Checks.between("unit", unit, 0, largest.length - 1L);
        return largest[unit];
    }

    @Override
    public String toString() {
        return "TopKCurve[" + Arrays.toString(certifiedUnits()) + " for at most " + Arrays.toString(sparsities)
                + " atoms]";
    }
}
