package org.autoencoder4j.check.latents.internal;

import java.time.Duration;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.check.latents.LatentCodes;
import org.autoencoder4j.check.latents.internal.PairLedger.BlockPair;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Exact margins of the pairs that bounds leave open, blocks with the least bounds first, until time is up. */
public final class PairSearch {
    /** A number of nanoseconds that a clock can be ahead. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final EncoderProducts encoded;
    private final LatentCodes codes;
    private final RowHeads heads;
    private final PairNoise noise;
    private final double radius;
    private final PairLedger ledger;
    private final long deadline;

    public PairSearch(
            EncoderProducts encoded,
            LatentCodes codes,
            RowHeads heads,
            PairNoise noise,
            double radius,
            PairLedger ledger,
            Duration limit) {
        this.encoded = encoded;
        this.codes = codes;
        this.heads = heads;
        this.noise = noise;
        this.radius = radius;
        this.ledger = ledger;
        this.deadline = System.nanoTime() + (limit.compareTo(LONGEST) > 0 ? LONGEST : limit).toNanos();
    }

    /**
     * Decides what it can. Cost: {@code O(m)} a pair, and two products of 256 columns with all atoms for each pair of blocks.
     *
     * @return the least margin that is still possible
     */
    public double run() {
        double possible = Double.POSITIVE_INFINITY;
        for (BlockPair pair : ledger.inOrder()) {
            boolean open = pair.open || pair.least < ledger.best();
            if (open && (isOver() || !search(pair))) {
                possible = Math.min(possible, pair.least);
            }
        }
        return Math.min(possible, ledger.best());
    }

    private boolean isOver() {
        return System.nanoTime() - deadline >= 0;
    }

    /** Whether all that was open among the pairs of two blocks is decided. */
    private boolean search(BlockPair pair) {
        int first = pair.first * EncoderProducts.BLOCK;
        int second = pair.second * EncoderProducts.BLOCK;
        double[][] members = rows(first);
        double[][] outsiders = pair.first == pair.second ? members : rows(second);
        IntStream.range(0, members.length).parallel().forEach(a -> {
            int undecided = 0;
            int b = 0;
            LeastTerms terms = new LeastTerms(codes.sparsity() - 1);
            for (; b < outsiders.length && !isOver(); b++) {
                boolean decided =
                        first + a == second + b || isDecided(first + a, second + b, members[a], outsiders[b], terms);
                undecided += decided ? 0 : 1;
            }
            if (b == outsiders.length) {
                ledger.settled(pair, first + a, undecided);
            }
        });
        return !isOver();
    }

    private double[][] rows(int from) {
        int to = Math.min(encoded.units(), from + EncoderProducts.BLOCK);
        try (INDArray columns = encoded.encoderBlock(from, to);
                INDArray products = encoded.withAtoms(columns)) {
            return HeapMatrix.columns(products);
        }
    }

    private boolean isDecided(int i, int j, double[] row, double[] other, LeastTerms terms) {
        double bound = heads.bound(i, j, row[j], other[i]);
        double settled = Math.max(radius, ledger.best());
        if (bound - noise.atMost(i, j) > settled) {
            return true;
        }
        double nu = noise.bound(i, j);
        if (bound - nu > settled) {
            return true;
        }
        boolean refuted = heads.attained(i, j, row, other) - nu < -radius;
        if (bound - nu >= ledger.best() && (bound - nu > radius || refuted)) {
            return true;
        }
        double margin = margin(codes, encoded, i, j, row, other, terms) - nu;
        ledger.attained(i, j, margin);
        return Math.abs(margin) > radius;
    }

    /** M_ij: the least difference of two pre-activations over the codes with atom i and without atom j, without noise. */
    public static double margin(
            LatentCodes codes, EncoderProducts encoded, int i, int j, double[] row, double[] other, LeastTerms terms) {
        terms.clear();
        for (int l = 0; l < row.length; l++) {
            if (l != i && l != j) {
                terms.offer(codes.down(l, row[l] - other[l]), l);
            }
        }
        return encoded.bias(i) - encoded.bias(j) + codes.down(i, row[i] - other[i]) + terms.sum(terms.size(), false);
    }
}
