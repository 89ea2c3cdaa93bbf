package org.autoencoder4j.check.latents.internal;

import org.autoencoder4j.check.consistency.SupportSize;
import org.autoencoder4j.check.latents.LatentCodes;

/** The extreme sums of one row of G over all codes, for any k up to a greatest one. Of one thread, used row after row. */
public final class RowExtremes {
    private final LatentCodes codes;
    private final LeastTerms up;
    private final LeastTerms down;
    private final double[][] upSums;
    private final double[][] downSums;
    private double own;
    private int unit;

    /** Keeps as many terms as the greatest k needs. */
    public RowExtremes(LatentCodes codes, int greatestSparsity) {
        this.codes = codes;
        this.up = new LeastTerms(greatestSparsity);
        this.down = new LeastTerms(greatestSparsity);
        this.upSums = new double[2][greatestSparsity + 1];
        this.downSums = new double[2][greatestSparsity + 1];
    }

    /** Takes up the products of a unit. Cost: {@code O(m)} and little more. */
    public RowExtremes read(int row, double[] products) {
        unit = row;
        own = products[row];
        up.clear();
        down.clear();
        for (int j = 0; j < products.length; j++) {
            if (j != row) {
                up.offer(-codes.up(j, products[j]), j);
                down.offer(codes.down(j, products[j]), j);
            }
        }
        for (SupportSize size : SupportSize.values()) {
            up.readSums(sums(upSums, size), size == SupportSize.AT_MOST);
            down.readSums(sums(downSums, size), size == SupportSize.AT_MOST);
        }
        return this;
    }

    private static double[] sums(double[][] of, SupportSize size) {
        return of[size == SupportSize.AT_MOST ? 1 : 0];
    }

    /** T: the greatest sum over k other atoms, or at most k. */
    public double greatestOff(int k, SupportSize size) {
        return -sums(upSums, size)[k];
    }

    /** B: the least sum over k other atoms, or at most k. */
    public double leastOff(int k, SupportSize size) {
        return sums(downSums, size)[k];
    }

    /** The term in the given place of the least ones, from 0. */
    public double leastTerm(int place) {
        return down.value(place);
    }

    /** The term in the given place of the greatest ones, from 0. */
    public double greatestTerm(int place) {
        return -up.value(place);
    }

    /** L: the least sum over the unit's own atom and k - 1 others, or at most as many. */
    public double leastOn(int k, SupportSize size) {
        return codes.down(unit, own) + sums(downSums, size)[k - 1];
    }

    /** The least of z_i - x_i, without bias and noise. */
    public double leastError(int k, SupportSize size) {
        return codes.down(unit, own - 1) + sums(downSums, size)[k - 1];
    }

    /** The greatest of z_i - x_i, without bias and noise. */
    public double greatestError(int k, SupportSize size) {
        return codes.up(unit, own - 1) - sums(upSums, size)[k - 1];
    }

    /** The support at which {@link #greatestOff} is attained. */
    public int[] greatestSupport(int k, SupportSize size) {
        return up.indices(k, size == SupportSize.AT_MOST);
    }

    /** The other atoms at which a least sum over k of them is attained. */
    public int[] leastSupport(int k, SupportSize size) {
        return down.indices(k, size == SupportSize.AT_MOST);
    }
}
