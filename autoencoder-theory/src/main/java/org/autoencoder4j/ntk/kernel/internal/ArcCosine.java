package org.autoencoder4j.ntk.kernel.internal;

/**
 * The two arc-cosine kernels of unit vectors, from their cosines.
 *
 * <p>The angle is {@code acos |c| = sqrt(1 - |c|) P(|c|)}. The quotient is smooth on [0, 1], and P, of degree 19, agrees
 * with it at the 20 Chebyshev nodes of that interval, to 6e-18. There is no branch, so that the JVM can vectorise.
 */
public final class ArcCosine {
    /**
     * Above this absolute cosine a rounding of the cosine by e moves the angle by more than 7 e, and the angle should be had
     * from the vectors.
     */
    public static final double LARGEST_COSINE = 0.99;

    private static final double HALF_PI = Math.PI / 2;
    private static final double HALF_INVERSE_PI = 1 / (2 * Math.PI);
    /** Below this angle sin - angle cos loses digits, and its series does not. */
    private static final double SMALL_ANGLE = 0.3;

    private ArcCosine() {}

    /**
     * Computes {@code zero = c (pi - acos c) / (2 pi)} and {@code one = (sin acos c + (pi - acos c) c) / (2 pi)}, each to
     * 4e-16 of the exact function of c. A cosine that rounding has put outside [-1, 1] counts as its end.
     *
     * @param cosines c, the first {@code count} are used
     * @param zero receives the kernel of order 0
     * @param one receives the kernel of order 1
     * @param count how many
     */
    public static void kernels(double[] cosines, double[] zero, double[] one, int count) {
        // Three loops: the compiler makes vector instructions of short ones only.
        for (int i = 0; i < count; i++) {
            double a = Math.min(Math.abs(cosines[i]), 1);
            double p = -3.0384014775077846e-06;
            p = Math.fma(p, a, 3.378311483256176e-05);
            p = Math.fma(p, a, -0.0001783526001681299);
            p = Math.fma(p, a, 0.0005987252822321031);
            p = Math.fma(p, a, -0.0014490898471891194);
            p = Math.fma(p, a, 0.002731768159313689);
            p = Math.fma(p, a, -0.004258652829282266);
            p = Math.fma(p, a, 0.005793270866961212);
            p = Math.fma(p, a, -0.007230894638030571);
            p = Math.fma(p, a, 0.00864843277870555);
            p = Math.fma(p, a, -0.010233905960743812);
            zero[i] = p;
        }
        for (int i = 0; i < count; i++) {
            double a = Math.min(Math.abs(cosines[i]), 1);
            double p = zero[i];
            p = Math.fma(p, a, 0.012218416347312506);
            p = Math.fma(p, a, -0.014886471653564095);
            p = Math.fma(p, a, 0.018672314453702134);
            p = Math.fma(p, a, -0.024374327392466175);
            p = Math.fma(p, a, 0.03368128646786945);
            p = Math.fma(p, a, -0.0507928145148144);
            p = Math.fma(p, a, 0.089048622547553);
            p = Math.fma(p, a, -0.2146018366025477);
            p = Math.fma(p, a, 1.5707963267948966);
            zero[i] = p;
        }
        for (int i = 0; i < count; i++) {
            double c = cosines[i];
            double size = Math.abs(c);
            double a = Math.min(size, 1);
            double angle = Math.sqrt(1 - a) * zero[i];
            double sine = Math.sqrt((1 - a) * (1 + a));
            // c (pi - acos c), where acos c is the angle for c > 0 and pi minus it for c < 0.
            double product = HALF_PI * c + size * (HALF_PI - angle);
            zero[i] = product * HALF_INVERSE_PI;
            one[i] = (sine + product) * HALF_INVERSE_PI;
        }
    }

    /**
     * Computes the kernel of order 0 from the angle.
     *
     * @param angle between two vectors, 0 to pi
     * @param supplement pi minus the angle, which has digits of its own where it is small
     * @return {@code cos(angle) (pi - angle) / (2 pi)}
     */
    public static double orderZero(double angle, double supplement) {
        return Math.cos(angle) * supplement / (2 * Math.PI);
    }

    /**
     * Computes the kernel of order 1 from the supplement of the angle, with small relative error even where it vanishes.
     *
     * @param angle between two vectors, 0 to pi
     * @param supplement pi minus the angle, which has digits of its own where it is small
     * @return {@code (sin(angle) + (pi - angle) cos(angle)) / (2 pi)}
     */
    public static double orderOne(double angle, double supplement) {
        if (supplement > SMALL_ANGLE) {
            return (Math.sin(angle) + supplement * Math.cos(angle)) / (2 * Math.PI);
        }
        double square = supplement * supplement;
        double series =
                1.0 / 3 - square * (1.0 / 30 - square * (1.0 / 840 - square * (1.0 / 45_360 - square / 3_991_680)));
        return supplement * square * series / (2 * Math.PI);
    }
}
