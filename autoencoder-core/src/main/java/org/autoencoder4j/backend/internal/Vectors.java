package org.autoencoder4j.backend.internal;

import java.util.Arrays;

/**
 * Products and lengths of vectors on the heap. The order of each sum is part of what is promised: on it rest the bits of
 * whatever is computed from it.
 */
public final class Vectors {
    private Vectors() {}

    /**
     * Computes a scalar product, from the first place to the last.
     *
     * @param a a vector
     * @param b a vector of at least its length
     * @return the sum of {@code a[i] * b[i]} over the places of a
     */
    public static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /**
     * Computes a scalar product in four sums over every fourth place, as the additions of one would wait for each other.
     *
     * @param a a vector
     * @param b a vector of at least its length
     * @return the sum of {@code a[i] * b[i]} over the places of a
     */
    public static double interleavedDot(double[] a, double[] b) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            first += a[i] * b[i];
            second += a[i + 1] * b[i + 1];
            third += a[i + 2] * b[i + 2];
            fourth += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            first += a[i] * b[i];
        }
        return first + second + third + fourth;
    }

    /**
     * Computes a length from a {@link #dot}: squares may overflow or vanish.
     *
     * @param vector a vector
     * @return its length
     */
    public static double norm(double[] vector) {
        return Math.sqrt(dot(vector, vector));
    }

    /**
     * Computes a length with compensated summation, to half a unit in the last place; squares may overflow or vanish.
     *
     * @param vector a vector
     * @return its length
     */
    public static double compensatedNorm(double[] vector) {
        return Math.sqrt(Arrays.stream(vector).map(number -> number * number).sum());
    }

    /**
     * Computes a length whose squares may be too large or too small for numbers: they are divided by the greatest first.
     *
     * @param vector a vector
     * @return its length, not finite if an entry is not
     */
    public static double scaledNorm(double[] vector) {
        double greatest = 0;
        for (double number : vector) {
            greatest = Math.max(greatest, Math.abs(number));
        }
        if (!(greatest > 0 && greatest < Double.POSITIVE_INFINITY)) {
            return greatest;
        }
        double squares = 0;
        for (double number : vector) {
            squares += (number / greatest) * (number / greatest);
        }
        return greatest * Math.sqrt(squares);
    }

    /**
     * Computes a length whose squares may be too large or too small for numbers, one {@link Math#hypot} for each place:
     * slower than {@link #scaledNorm}, and it keeps the length of a vector with one entry to the bit.
     *
     * @param vector a vector
     * @return its length, not finite if an entry is not
     */
    public static double hypot(double[] vector) {
        double length = 0;
        for (double number : vector) {
            length = Math.hypot(length, number);
        }
        return length;
    }

    /**
     * Adds a multiple of another vector.
     *
     * @param target the vector that is changed
     * @param factor the factor
     * @param vector a vector of at least the target's length
     */
    public static void add(double[] target, double factor, double[] vector) {
        for (int i = 0; i < target.length; i++) {
            target[i] += factor * vector[i];
        }
    }

    /**
     * Computes a vector plus a combination of others, four of them at a time, from the first to the last.
     *
     * @param start the vector
     * @param scale what all factors are multiplied by
     * @param factors the factors
     * @param which the row that belongs to each factor
     * @param first the first factor that counts
     * @param end one past the last
     * @param rows the other vectors, of at least the target's length
     * @param target receives {@code start + scale sum_e factors[e] rows[which[e]]}; may be the start itself
     */
    public static void combine(
            double[] start,
            double scale,
            double[] factors,
            int[] which,
            int first,
            int end,
            double[][] rows,
            double[] target) {
        double[] from = start;
        int e = first;
        for (; e + 4 <= end; e += 4) {
            combineFour(from, scale, factors, which, e, rows, target);
            from = target;
        }
        if (e + 2 <= end) {
            combine(from, scale * factors[e], rows[which[e]], scale * factors[e + 1], rows[which[e + 1]], target);
            from = target;
            e += 2;
        }
        if (e < end) {
            combine(from, scale * factors[e], rows[which[e]], target);
            from = target;
        }
        if (from != target) {
            System.arraycopy(from, 0, target, 0, target.length);
        }
    }

    private static void combineFour(
            double[] from, double scale, double[] factors, int[] which, int e, double[][] rows, double[] target) {
        double[] a = rows[which[e]];
        double[] b = rows[which[e + 1]];
        double[] c = rows[which[e + 2]];
        double[] d = rows[which[e + 3]];
        double fa = scale * factors[e];
        double fb = scale * factors[e + 1];
        double fc = scale * factors[e + 2];
        double fd = scale * factors[e + 3];
        for (int i = 0; i < target.length; i++) {
            target[i] = from[i] + (fa * a[i] + fb * b[i] + (fc * c[i] + fd * d[i]));
        }
    }

    private static void combine(double[] from, double fa, double[] a, double fb, double[] b, double[] target) {
        for (int i = 0; i < target.length; i++) {
            target[i] = from[i] + (fa * a[i] + fb * b[i]);
        }
    }

    private static void combine(double[] from, double fa, double[] a, double[] target) {
        for (int i = 0; i < target.length; i++) {
            target[i] = from[i] + fa * a[i];
        }
    }
}
