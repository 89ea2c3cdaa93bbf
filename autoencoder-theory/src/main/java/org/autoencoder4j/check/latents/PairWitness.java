package org.autoencoder4j.check.latents;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.autoencoder4j.check.latents.internal.PairMargin;
import org.autoencoder4j.check.latents.internal.PairNoise;

/**
 * A code with the atom of one unit and without that of another, and a noise, at which the first is as little above the second
 * as at any. Normal noise is the shortest one that moves the difference by its bound {@code nu_i + nu_j}.
 *
 * <p>Immutable; threads may share it.
 */
public final class PairWitness implements CodeWitness {
    private final int member;
    private final int outsider;
    private final int[] support;
    private final double[] values;
    private final double[] noise;
    private final double margin;

    private PairWitness(int member, int outsider, int[] support, double[] values, double[] noise, double margin) {
        this.member = member;
        this.outsider = outsider;
        this.support = support;
        this.values = values;
        this.noise = noise;
        this.margin = margin;
    }

    static PairWitness of(EncodedDictionary encoded, LatentCodes codes, LatentNoise noise, int i, int j) {
        PairNoise pairNoise = new PairNoise(encoded.products(), noise);
        double[] row = encoded.products().row(i);
        double[] other = encoded.products().row(j);
        PairMargin pair = new PairMargin(codes, encoded.products());
        double margin = pair.plain(i, j, row, other) - pairNoise.bound(i, j);
        int[] support =
                IntStream.concat(IntStream.of(i), Arrays.stream(pair.others())).toArray();
        double[] values = Arrays.stream(support)
                .mapToDouble(l -> row[l] - other[l] > 0 ? codes.low(l) : codes.high(l))
                .toArray();
        return new PairWitness(i, j, support, values, pairNoise.against(i, j), margin);
    }

    /**
     * Returns the unit whose atom is in the code.
     *
     * @return i
     */
    public int member() {
        return member;
    }

    /**
     * Returns the unit whose atom is not.
     *
     * @return j
     */
    public int outsider() {
        return outsider;
    }

    @Override
    public int[] support() {
        return support.clone();
    }

    @Override
    public double[] values() {
        return values.clone();
    }

    @Override
    public double[] noise() {
        return noise.clone();
    }

    /**
     * Returns the difference of the pre-activations.
     *
     * @return {@code z_i - z_j}; TopK fails if it is below 0, and at 0 if ties are broken the wrong way
     */
    public double margin() {
        return margin;
    }

    @Override
    public String toString() {
        return "unit " + member + " is above unit " + outsider + " by " + margin + " at support "
                + Arrays.toString(support) + ", values " + Arrays.toString(values);
    }
}
