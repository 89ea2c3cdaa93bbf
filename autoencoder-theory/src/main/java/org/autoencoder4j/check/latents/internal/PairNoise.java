package org.autoencoder4j.check.latents.internal;

import java.util.stream.IntStream;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.check.latents.LatentNoise;

/** How far noise moves the difference of two pre-activations. */
public final class PairNoise {
    /**
     * Below this share of the squares their difference is summed directly: products of long columns cancel. Above it the distance is
     * off by no more than {@code 5 n 2^-53} times the longer column, which is well within what rounding is allowed for.
     */
    private static final double CANCELLATION = 0.1;

    private final EncoderProducts encoded;
    private final double rho;
    private final double[] own;

    /** The bounds of the pairs of two blocks. */
    @FunctionalInterface
    public interface Bounds {
        double of(int i, int j);
    }

    public PairNoise(EncoderProducts encoded, LatentNoise noise) {
        this.encoded = encoded;
        this.rho = noise instanceof LatentNoise.Ball ball ? ball.rho() : 0;
        this.own = IntStream.range(0, encoded.units())
                .mapToDouble(i -> noise.bound(encoded.norm(i), 1))
                .toArray();
    }

    /** Whether {@link #bound} needs the product of the two encoder columns. */
    public boolean needsProducts() {
        return rho > 0;
    }

    /** {@code rho ||E_i - E_j||} in a ball; the sum of both bounds of normal noise. */
    public double bound(int i, int j, double product) {
        if (!needsProducts()) {
            return atMost(i, j);
        }
        double squares = encoded.norm(i) * encoded.norm(i) + encoded.norm(j) * encoded.norm(j);
        double distance = squares - 2 * product;
        return rho * (distance > CANCELLATION * squares ? Math.sqrt(distance) : length(difference(i, j)));
    }

    /** The same, without the product. Cost: O(n) in a ball. */
    public double bound(int i, int j) {
        return needsProducts() ? rho * length(difference(i, j)) : atMost(i, j);
    }

    /** All pairs of two blocks of 256 units, at O(1) each. Cost: in a ball the products of their columns. */
    public Bounds block(int first, int second) {
        if (!needsProducts()) {
            return this::atMost;
        }
        double[][] products = encoded.encoderProducts(first, second);
        return (i, j) -> bound(i, j, products[j - second * EncoderProducts.BLOCK][i - first * EncoderProducts.BLOCK]);
    }

    /** No less than the bound, at O(1). */
    public double atMost(int i, int j) {
        return own[i] + own[j];
    }

    /** The shortest noise that attains the bound against i and for j. */
    public double[] against(int i, int j) {
        double[] difference = difference(i, j);
        double length = length(difference);
        double factor = length > 0 ? -bound(i, j) / (length * length) : 0;
        for (int row = 0; row < difference.length; row++) {
            difference[row] *= factor;
        }
        return difference;
    }

    private double[] difference(int i, int j) {
        double[] difference = encoded.encoderColumn(i);
        double[] other = encoded.encoderColumn(j);
        for (int row = 0; row < difference.length; row++) {
            difference[row] -= other[row];
        }
        return difference;
    }

    private static double length(double[] vector) {
        return Vectors.scaledNorm(vector);
    }
}
