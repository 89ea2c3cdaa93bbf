package org.autoencoder4j.check.latents.internal;

import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.check.latents.LatentNoise;

/** How far noise moves the difference of two pre-activations. */
public final class PairNoise {
    /** Below this share of the squares their difference is summed directly: the products of long columns cancel. */
    private static final double CANCELLATION = 1e-2;

    private final EncoderProducts encoded;
    private final LatentNoise noise;

    public PairNoise(EncoderProducts encoded, LatentNoise noise) {
        this.encoded = encoded;
        this.noise = noise;
    }

    /** Whether {@link #bound} needs the product of the two encoder columns. */
    public boolean needsProducts() {
        return noise instanceof LatentNoise.Ball ball && ball.rho() > 0;
    }

    /** {@code rho ||E_i - E_j||} in a ball; the sum of both bounds of normal noise. */
    public double bound(int i, int j, double product) {
        double ni = encoded.norm(i);
        double nj = encoded.norm(j);
        if (!(noise instanceof LatentNoise.Ball ball)) {
            return noise.bound(ni, 1) + noise.bound(nj, 1);
        }
        if (ball.rho() == 0) {
            return 0;
        }
        double squares = ni * ni + nj * nj;
        double distance = squares - 2 * product;
        return ball.rho() * (distance > CANCELLATION * squares ? Math.sqrt(distance) : length(difference(i, j)));
    }

    /** The same, without the product. Cost: O(n) in a ball. */
    public double bound(int i, int j) {
        return noise instanceof LatentNoise.Ball ball && ball.rho() > 0
                ? ball.rho() * length(difference(i, j))
                : bound(i, j, 0);
    }

    /** No less than the bound, at O(1). */
    public double atMost(int i, int j) {
        return noise.bound(encoded.norm(i), 1) + noise.bound(encoded.norm(j), 1);
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
