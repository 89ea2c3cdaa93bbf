package org.autoencoder4j.gradient.internal;

import org.nd4j.linalg.api.buffer.DataType;

/**
 * The loss of a batch, and what it is to be measured against.
 *
 * @param mean the mean loss, half the mean square of the residuals
 * @param scale the mean over samples of {@code ||y||^2 + ||x||^2 max ||w||^2}: of such numbers a Gram form makes the
 *     difference, whose rounding grows with them
 * @param type the type in which it was computed
 */
public record BatchLoss(double mean, double scale, DataType type) {
    private static final double FLOAT_ULP = Math.ulp(1f);
    private static final double DOUBLE_ULP = Math.ulp(1.0);
    private static final double MARGIN = 4;
    private static final double ULPS = 8;

    private static double ulp(DataType type) {
        return type == DataType.FLOAT ? FLOAT_ULP : DOUBLE_ULP;
    }

    /**
     * Tells whether a difference of large sums keeps the digits of what is left: half of the type's, if that is more than
     * four square roots of its last place.
     *
     * @param type the type
     * @param share what is left of the sums
     */
    static boolean keepsDigits(DataType type, double share) {
        return !(share < MARGIN * Math.sqrt(ulp(type)));
    }

    boolean keepsDigits() {
        return keepsDigits(type, 2 * mean / scale);
    }

    /**
     * Returns the loss that rounding leaves where all is reconstructed: that of residuals of eight last places.
     *
     * @return at least 0
     */
    public double resolution() {
        double residual = ULPS * ulp(type);
        return residual * residual * scale / 2;
    }
}
