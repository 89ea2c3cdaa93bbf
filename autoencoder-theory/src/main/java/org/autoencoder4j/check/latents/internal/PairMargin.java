package org.autoencoder4j.check.latents.internal;

import org.autoencoder4j.check.latents.LatentCodes;

/**
 * The least difference of two pre-activations over the codes with atom i and without atom j, without noise. Of one thread.
 *
 * <p>Of the atoms l outside of the heads of both rows, {@code D_l = G_il - G_jl} is at least the next product of row i less
 * the next of row j. So, walking down both heads together, the k - 1 least terms are known as soon as all of them are at
 * most tau, the least term that such a D allows; before, what is missing counts as tau, which is a lower bound.
 */
public final class PairMargin {
    private final LatentCodes codes;
    private final EncoderProducts encoded;
    private final LeastTerms terms;
    private final int[] seen;
    private int walk;
    private boolean exact;

    public PairMargin(LatentCodes codes, EncoderProducts encoded) {
        this.codes = codes;
        this.encoded = encoded;
        this.terms = new LeastTerms(codes.sparsity() - 1);
        this.seen = new int[encoded.units()];
    }

    /** M_ij. Cost: O(1) where the heads suffice, else O(m). */
    public double of(ProductRow i, ProductRow j) {
        double bound = bound(i, j, Double.POSITIVE_INFINITY);
        return exact ? bound : plain(i.unit(), j.unit(), i.products(), j.products());
    }

    /**
     * M_ij, or a lower bound of it: see {@link #isExact}. It is given up once it is above {@code enough}.
     */
    public double bound(ProductRow i, ProductRow j, double enough) {
        double known = start(i.unit(), j.unit(), i.products(), j.products());
        walk++;
        exact = codes.sparsity() == 1;
        double bound = Double.NEGATIVE_INFINITY;
        int left = seen.length - 2;
        int depth = Math.min(i.depth(), j.depth());
        for (int place = 0; place < depth && !exact && bound <= enough; place++) {
            left -= offer(i.least(place), i, j) + offer(j.greatest(place), i, j);
            double tau = left == 0
                    ? Double.POSITIVE_INFINITY
                    : leastTerm(i.products()[i.least(place + 1)] - j.products()[j.greatest(place + 1)]);
            exact = terms.size() == codes.sparsity() - 1 && terms.value(terms.size() - 1) <= tau;
            boolean powerOfTwo = (place & (place + 1)) == 0;
            if (!exact && (powerOfTwo || place + 1 == depth)) {
                bound = known + terms.sumWith(tau);
            }
        }
        return exact ? known + terms.sum(terms.size()) : bound;
    }

    /** Whether the last bound is attained. */
    public boolean isExact() {
        return exact;
    }

    /** How many atoms are new. */
    private int offer(int l, ProductRow i, ProductRow j) {
        if (l == i.unit() || l == j.unit() || seen[l] == walk) {
            return 0;
        }
        seen[l] = walk;
        terms.offer(codes.down(l, i.products()[l] - j.products()[l]), l);
        return 1;
    }

    /** The least term of any atom whose difference is at least this. */
    private double leastTerm(double difference) {
        return difference * (difference > 0 ? codes.least() : codes.greatest());
    }

    /** M_ij from all terms. Cost: O(m). */
    public double plain(int i, int j, double[] row, double[] other) {
        double known = start(i, j, row, other);
        for (int l = 0; l < row.length; l++) {
            if (l != i && l != j) {
                terms.offer(codes.down(l, row[l] - other[l]), l);
            }
        }
        return known + terms.sum(terms.size());
    }

    private double start(int i, int j, double[] row, double[] other) {
        terms.clear();
        return encoded.bias(i) - encoded.bias(j) + codes.down(i, row[i] - other[i]);
    }

    /** The atoms of the last margin but for i. */
    public int[] others() {
        return terms.indices(terms.size(), false);
    }
}
