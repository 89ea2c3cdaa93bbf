package org.autoencoder4j.check.latents.internal;

import org.autoencoder4j.check.consistency.SupportSize;
import org.autoencoder4j.check.latents.LatentCodes;
import org.autoencoder4j.check.latents.LatentNoise;

/** Of each row of G: the sums of its extreme terms, from which a pair's margin is bounded at O(1). Memory O(m k). */
public final class RowHeads {
    private final EncoderProducts encoded;
    private final LatentCodes codes;
    private final double[] own;
    private final double[] low;
    private final double[] lowWithNext;
    private final double[] lowEdge;
    private final double[] high;
    private final double[] highWithNext;
    private final double[] highEdge;
    private final int[][] worst;
    private final double[] slack;

    /** Reads all rows, and how far each unit keeps to the conditions on the signs of pre-activations. Cost: 2 n m^2. */
    public RowHeads(EncoderProducts encoded, LatentCodes codes, LatentNoise noise, TopKConditions conditions) {
        int m = encoded.units();
        this.encoded = encoded;
        this.codes = codes;
        this.own = new double[m];
        this.low = new double[m];
        this.lowWithNext = new double[m];
        this.lowEdge = new double[m];
        this.high = new double[m];
        this.highWithNext = new double[m];
        this.highEdge = new double[m];
        this.worst = new int[m][];
        this.slack = new double[m];
        encoded.forEachRow(() -> {
            RowExtremes row = new RowExtremes(codes, codes.sparsity());
            return (unit, products) -> {
                own[unit] = products[unit];
                row.read(unit, products);
                read(unit, row);
                slack[unit] = slack(unit, row, noise.bound(encoded.norm(unit), 1), conditions);
            };
        });
    }

    private void read(int unit, RowExtremes row) {
        int k = codes.sparsity();
        // A product computed once more may be off by so much; a term taken for one of the least changes a bound by no
        // more.
        double slip = encoded.rounding(unit, 1, codes.greatest(), 0);
        low[unit] = row.leastOff(k - 1, SupportSize.EXACTLY);
        lowWithNext[unit] = row.leastOff(k, SupportSize.EXACTLY);
        high[unit] = row.greatestOff(k - 1, SupportSize.EXACTLY);
        highWithNext[unit] = row.greatestOff(k, SupportSize.EXACTLY);
        lowEdge[unit] = k == 1 ? Double.NEGATIVE_INFINITY : row.leastTerm(k - 2) + slip;
        highEdge[unit] = k == 1 ? Double.POSITIVE_INFINITY : row.greatestTerm(k - 2) - slip;
        worst[unit] = row.leastSupport(k - 1, SupportSize.EXACTLY);
    }

    private double slack(int unit, RowExtremes row, double nu, TopKConditions conditions) {
        double beta = encoded.bias(unit);
        double on = conditions.positive()
                ? beta + row.leastOn(codes.sparsity(), codes.size()) - nu
                : Double.POSITIVE_INFINITY;
        double off = conditions.others() >= 0
                ? -(beta + row.greatestOff(conditions.others(), conditions.othersSize()) + nu)
                : Double.POSITIVE_INFINITY;
        return Math.min(on, off);
    }

    /** How far the signs of a unit's pre-activations are from wrong; infinite if nothing is asked of them. */
    public double slack(int unit) {
        return slack[unit];
    }

    /** The atoms of a code with the unit's atom at which the unit is lowest: the unit and k - 1 others. */
    public int[] worstSupport(int unit) {
        int[] support = new int[codes.sparsity()];
        support[0] = unit;
        System.arraycopy(worst[unit], 0, support, 1, support.length - 1);
        return support;
    }

    /** The margin of i over j at the worst code of i, given both rows; infinite if j is in its support. */
    public double attained(int i, int j, double[] row, double[] other) {
        double margin = encoded.bias(i) - encoded.bias(j) + codes.down(i, own[i]) - valueOf(i, own[i]) * other[i];
        for (int l : worst[i]) {
            if (l == j) {
                return Double.POSITIVE_INFINITY;
            }
            margin += valueOf(l, row[l]) * (row[l] - other[l]);
        }
        return margin;
    }

    /** The value of atom j in the worst code of a unit, given their product. */
    public double valueOf(int j, double product) {
        return product > 0 ? codes.low(j) : codes.high(j);
    }

    /** A lower bound of the margin of i over j, with the two products of one with the other's atom: a minimum for each row. */
    public double bound(int i, int j, double ij, double ji) {
        double lowTerm = codes.down(j, ij);
        double highTerm = codes.up(i, ji);
        double lowest = lowTerm <= lowEdge[i] ? lowWithNext[i] - lowTerm : low[i];
        double highest = highTerm >= highEdge[j] ? highWithNext[j] - highTerm : high[j];
        return encoded.bias(i) - encoded.bias(j) + codes.down(i, own[i] - ji) + lowest - highest;
    }
}
