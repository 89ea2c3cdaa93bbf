package org.autoencoder4j.check.latents.internal;

import java.util.Arrays;
import org.autoencoder4j.check.consistency.SupportSize;
import org.autoencoder4j.check.latents.LatentCodes;
import org.autoencoder4j.check.latents.LatentNoise;

/** Of each row of G: the sums of its extreme terms, from which a pair's margin is bounded at O(1). Memory O(m k). */
public final class RowHeads {
    private final EncoderProducts encoded;
    private final LatentCodes codes;
    private final LatentNoise noise;
    private final TopKConditions conditions;
    private final SupportSize size;
    private final double[] own;
    private final double[] low;
    private final double[] lowWithNext;
    private final double[] lowEdge;
    private final double[] high;
    private final double[] highWithNext;
    private final double[] highEdge;
    private final int[][] worst;
    private final double[] slackOn;
    private final double[] slackOff;

    /** Of pairs in codes of exactly, or of at most, as many atoms as the codes have. Nothing is read yet. */
    public RowHeads(
            EncoderProducts encoded,
            LatentCodes codes,
            LatentNoise noise,
            TopKConditions conditions,
            SupportSize size) {
        int m = encoded.units();
        this.encoded = encoded;
        this.codes = codes;
        this.noise = noise;
        this.conditions = conditions;
        this.size = size;
        this.own = new double[m];
        this.low = new double[m];
        this.lowWithNext = new double[m];
        this.lowEdge = new double[m];
        this.high = new double[m];
        this.highWithNext = new double[m];
        this.highEdge = new double[m];
        this.worst = new int[m][];
        this.slackOn = new double[m];
        this.slackOff = new double[m];
    }

    /** Reads all rows, and how far each unit keeps to the conditions on the signs of pre-activations. Cost: 2 n m^2. */
    public static RowHeads of(
            EncoderProducts encoded, LatentCodes codes, LatentNoise noise, TopKConditions conditions) {
        RowHeads heads = new RowHeads(encoded, codes, noise, conditions, SupportSize.EXACTLY);
        read(heads);
        return heads;
    }

    /** Reads all rows for several numbers of atoms at once. Cost: 2 n m^2. */
    public static void read(RowHeads... heads) {
        LatentCodes codes = heads[heads.length - 1].codes;
        int most = Arrays.stream(heads).mapToInt(h -> h.codes.sparsity()).max().orElseThrow();
        heads[0].encoded.forEachRow("extremes of the products", () -> {
            RowExtremes row = new RowExtremes(codes, most);
            return (unit, products) -> {
                row.read(unit, products);
                for (RowHeads each : heads) {
                    each.read(unit, products[unit], row);
                }
            };
        });
    }

    private void read(int unit, double product, RowExtremes row) {
        int k = codes.sparsity();
        // A product computed once more may be off by so much; a term taken for one of the least changes a bound by no
        // more.
        double slip = encoded.slip(unit, codes.greatest());
        own[unit] = product;
        low[unit] = row.leastOff(k - 1, size);
        lowWithNext[unit] = row.leastOff(k, size);
        high[unit] = row.greatestOff(k - 1, size);
        highWithNext[unit] = row.greatestOff(k, size);
        lowEdge[unit] = k == 1 ? Double.NEGATIVE_INFINITY : row.leastTerm(k - 2) + slip;
        highEdge[unit] = k == 1 ? Double.POSITIVE_INFINITY : row.greatestTerm(k - 2) - slip;
        worst[unit] = row.leastSupport(k - 1, size);
        double nu = noise.bound(encoded.norm(unit), 1);
        slackOn[unit] = conditions.positive()
                ? encoded.bias(unit) + row.leastOn(k, codes.size()) - nu
                : Double.POSITIVE_INFINITY;
        slackOff[unit] = conditions.others() >= 0
                ? -(encoded.bias(unit) + row.greatestOff(conditions.others(), conditions.othersSize()) + nu)
                : Double.POSITIVE_INFINITY;
    }

    /** How far above 0 a unit is in codes with its atom, if that is asked for; else infinite. */
    public double slackOn(int unit) {
        return slackOn[unit];
    }

    /** How far below 0 a unit is in codes without its atom, if that is asked for; else infinite. */
    public double slackOff(int unit) {
        return slackOff[unit];
    }

    /** How far the signs of a unit's pre-activations are from wrong; infinite if nothing is asked of them. */
    public double slack(int unit) {
        return Math.min(slackOn[unit], slackOff[unit]);
    }

    /** The atoms of a code with the unit's atom at which the unit is lowest: the unit first. */
    public int[] worstSupport(int unit) {
        int[] support = new int[1 + worst[unit].length];
        support[0] = unit;
        System.arraycopy(worst[unit], 0, support, 1, worst[unit].length);
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
        double lowest = lowTerm <= lowEdge[i] ? lowWithNext[i] - least(lowTerm) : low[i];
        double highest = highTerm >= highEdge[j] ? highWithNext[j] + least(-highTerm) : high[j];
        return encoded.bias(i) - encoded.bias(j) + codes.down(i, own[i] - ji) + lowest - highest;
    }

    /** What a term adds to a least sum. */
    private double least(double term) {
        return size == SupportSize.EXACTLY ? term : Math.min(0, term);
    }
}
