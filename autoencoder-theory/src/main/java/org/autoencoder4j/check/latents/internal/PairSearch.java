package org.autoencoder4j.check.latents.internal;

import java.time.Duration;
import java.util.Arrays;
import org.autoencoder4j.check.latents.LatentCodes;
import org.autoencoder4j.check.latents.internal.PairLedger.BlockPair;

/** Exact margins of the pairs that bounds leave open, blocks with the least bounds first, until time is up. */
public final class PairSearch {
    /** A number of nanoseconds that a clock can be ahead. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final EncoderProducts encoded;
    private final LatentCodes codes;
    private final ProductRows rows;
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
        this.rows = new ProductRows(encoded, codes.sparsity());
        this.heads = heads;
        this.noise = noise;
        this.radius = radius;
        this.ledger = ledger;
        this.deadline = System.nanoTime() + (limit.compareTo(LONGEST) > 0 ? LONGEST : limit).toNanos();
    }

    /**
     * Decides what it can. Cost: a pair's heads, or {@code O(m)} where they do not suffice, and two products of 256 columns
     * with all atoms for each pair of blocks.
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
        ProductRow[] members = rows.block(pair.first);
        ProductRow[] outsiders = pair.first == pair.second ? members : rows.block(pair.second);
        Arrays.stream(members).parallel().forEach(member -> {
            int undecided = 0;
            int b = 0;
            PairMargin margin = new PairMargin(codes, encoded);
            for (; b < outsiders.length && !isOver(); b++) {
                boolean decided = member.unit() == outsiders[b].unit() || isDecided(member, outsiders[b], margin);
                undecided += decided ? 0 : 1;
            }
            if (b == outsiders.length) {
                ledger.settled(pair, member.unit(), undecided);
            }
        });
        return !isOver();
    }

    private boolean isDecided(ProductRow row, ProductRow other, PairMargin exact) {
        int i = row.unit();
        int j = other.unit();
        double bound = heads.bound(i, j, row.products()[j], other.products()[i]);
        double settled = Math.max(radius, ledger.best());
        if (bound - noise.atMost(i, j) > settled) {
            return true;
        }
        double nu = noise.bound(i, j);
        if (bound - nu > settled) {
            return true;
        }
        boolean refuted = heads.attained(i, j, row.products(), other.products()) - nu < -radius;
        if (bound - nu >= ledger.best() && (bound - nu > radius || refuted)) {
            return true;
        }
        double margin = exact.bound(row, other, settled + nu) - nu;
        if (!exact.isExact()) {
            if (margin > settled) {
                return true;
            }
            margin = exact.plain(i, j, row.products(), other.products()) - nu;
        }
        ledger.attained(i, j, margin);
        return Math.abs(margin) > radius;
    }
}
