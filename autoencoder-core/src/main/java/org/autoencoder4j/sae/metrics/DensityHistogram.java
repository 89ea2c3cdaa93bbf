package org.autoencoder4j.sae.metrics;

import java.util.ArrayList;
import java.util.List;
import org.autoencoder4j.backend.Checks;

/**
 * The feature density histogram: how many latents have a {@code log10} of their density (the fraction of samples for which they
 * fire) in each of several bins. A bin has its lower edge and not its upper one; the last has both.
 *
 * @param edges the edges of the bins in log10, from the lowest to 0
 * @param counts the latents in each bin, one fewer than there are edges
 * @param dead the latents that never fire, whose logarithm there is not
 */
public record DensityHistogram(List<Double> edges, List<Long> counts, long dead) {
    /**
     * Copies the lists.
     *
     * @param edges the edges of the bins in log10
     * @param counts the latents in each bin
     * @param dead the latents that never fire
     */
    public DensityHistogram {
        edges = List.copyOf(edges);
        counts = List.copyOf(counts);
    }

    static DensityHistogram of(double[] densities, long samples, int binsPerDecade) {
        Checks.atLeast("binsPerDecade", binsPerDecade, 1);
        int decades = Math.max(1, (int) Math.ceil(Math.log10((double) samples)));
        int bins = Math.multiplyExact(decades, binsPerDecade);
        List<Double> edges = new ArrayList<>();
        for (int i = 0; i <= bins; i++) {
            edges.add((double) (i - bins) / binsPerDecade);
        }
        long[] counts = new long[bins];
        long dead = 0;
        for (double density : densities) {
            if (density == 0) {
                dead++;
            } else {
                counts[bin(Math.log10(density), edges)]++;
            }
        }
        List<Long> listed = new ArrayList<>();
        for (long count : counts) {
            listed.add(count);
        }
        return new DensityHistogram(edges, listed, dead);
    }

    private static int bin(double logarithm, List<Double> edges) {
        int bin = edges.size() - 2;
        while (bin > 0 && logarithm < edges.get(bin)) {
            bin--;
        }
        return bin;
    }
}
