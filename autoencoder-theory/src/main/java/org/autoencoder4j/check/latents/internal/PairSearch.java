package org.autoencoder4j.check.latents.internal;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.autoencoder4j.check.latents.LatentCodes;
import org.autoencoder4j.check.latents.internal.PairLedger.BlockPair;
import org.autoencoder4j.progress.Work;

/**
 * Exact margins of the pairs that bounds leave open, blocks with the least bounds first, until time is up: those that are undecided
 * first, and then, to know the least margin, those whose bounds are below the least that was found.
 */
public final class PairSearch {
    private final EncoderProducts encoded;
    private final LatentCodes codes;
    private final ProductRows rows;
    private final RowHeads heads;
    private final PairNoise noise;
    private final double radius;
    private final PairLedger ledger;
    private final BooleanSupplier isOver;

    /** One that asks before it computes a pair, and before a pair of blocks, whether time is up. */
    public PairSearch(
            EncoderProducts encoded,
            LatentCodes codes,
            RowHeads heads,
            PairNoise noise,
            double radius,
            PairLedger ledger,
            BooleanSupplier isOver) {
        this.encoded = encoded;
        this.codes = codes;
        this.rows = new ProductRows(encoded, codes.sparsity());
        this.heads = heads;
        this.noise = noise;
        this.radius = radius;
        this.ledger = ledger;
        this.isOver = isOver;
    }

    /** The pairs of two blocks, one with its rows. */
    private record Rows(List<ProductRow> members, List<ProductRow> outsiders, PairNoise.Bounds noise) {}

    /**
     * Decides what it can. Cost: a pair's heads, or {@code O(m)} where they do not suffice, and two products of 256 columns with all
     * atoms for each pair of blocks.
     *
     * @return the least margin that is still possible
     */
    public double run() {
        BlockPair[] order = ledger.inOrder();
        try (Work work = Work.begin("undecided pairs: pairs of blocks", order.length)) {
            for (BlockPair pair : order) {
                if (pair.open && !isOver.getAsBoolean()) {
                    decide(pair);
                }
                work.advance(1);
            }
        }
        double possible = Double.POSITIVE_INFINITY;
        try (Work work = Work.begin("least margin: pairs of blocks", order.length)) {
            for (BlockPair pair : order) {
                if (pair.least < ledger.best() && (isOver.getAsBoolean() || !sharpen(pair))) {
                    possible = Math.min(possible, pair.least);
                }
                work.advance(1);
            }
        }
        return Math.min(possible, ledger.best());
    }

    private Rows rows(BlockPair pair) {
        List<ProductRow> members = List.of(rows.block(pair.first));
        List<ProductRow> outsiders = pair.first == pair.second ? members : List.of(rows.block(pair.second));
        return new Rows(members, outsiders, noise.block(pair.first, pair.second));
    }

    private void decide(BlockPair pair) {
        Rows of = rows(pair);
        of.members.parallelStream().forEach(member -> {
            PairMargin margin = new PairMargin(codes, encoded);
            int undecided = (int) of.outsiders.stream()
                    .filter(outsider -> member.unit() != outsider.unit() && !isDecided(member, outsider, of, margin))
                    .count();
            ledger.settled(pair, member.unit(), undecided);
        });
    }

    private boolean isDecided(ProductRow row, ProductRow other, Rows of, PairMargin exact) {
        int i = row.unit();
        int j = other.unit();
        double bound = heads.bound(i, j, row.products()[j], other.products()[i]);
        if (bound - noise.atMost(i, j) > radius) {
            return true;
        }
        double nu = of.noise.of(i, j);
        // What the worst code of a unit attains was taken up with the bounds.
        if (bound - nu > radius || heads.attained(i, j, row.products(), other.products()) - nu < -radius) {
            return true;
        }
        if (isOver.getAsBoolean()) {
            return false;
        }
        double margin = compute(row, other, nu, radius, exact);
        return Math.abs(margin) > radius;
    }

    /** The margin, or a lower bound of it that is above {@code enough}. */
    private double compute(ProductRow row, ProductRow other, double nu, double enough, PairMargin exact) {
        double margin = exact.bound(row, other, enough + nu) - nu;
        if (!exact.isExact()) {
            if (margin > enough) {
                return margin;
            }
            margin = exact.plain(row.unit(), other.unit(), row.products(), other.products()) - nu;
        }
        ledger.attained(row.unit(), other.unit(), margin);
        return margin;
    }

    /** Whether all pairs of two blocks were looked at whose bounds are below the least margin. */
    private boolean sharpen(BlockPair pair) {
        Rows of = rows(pair);
        return of.members.parallelStream().allMatch(member -> {
            PairMargin exact = new PairMargin(codes, encoded);
            for (ProductRow outsider : of.outsiders) {
                if (member.unit() != outsider.unit() && !isSharp(member, outsider, of, exact)) {
                    return false;
                }
            }
            return true;
        });
    }

    private boolean isSharp(ProductRow row, ProductRow other, Rows of, PairMargin exact) {
        double least = ledger.best();
        double nu = of.noise.of(row.unit(), other.unit());
        if (heads.bound(row.unit(), other.unit(), row.products()[other.unit()], other.products()[row.unit()]) - nu
                >= least) {
            return true;
        }
        if (isOver.getAsBoolean()) {
            return false;
        }
        compute(row, other, nu, least, exact);
        return true;
    }
}
