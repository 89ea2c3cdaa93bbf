package org.autoencoder4j.ntk.kernel;

import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.ntk.kernel.Directions.Chords;
import org.autoencoder4j.ntk.kernel.internal.ArcCosine;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Pairs of samples that are nearly parallel or opposite, and what the matrix N of {@link TiedLimitKernel} adds for them: with
 * {@code p = (y - cos theta x)/sin theta}, which is had without cancellation,
 *
 * <pre>
 * N = sin theta/(2 pi) ( cos theta x x^T + sin theta (x p^T + p x^T) - cos theta p p^T )
 * </pre>
 */
final class NearPairs {
    private final Directions directions;
    private final ConcurrentNavigableMap<Long, Pair> pairs = new ConcurrentSkipListMap<>();

    /** Two samples with the angle between them; {@code first < second} unless a sample is compared with itself. */
    record Pair(int first, int second, double cosine, double sine, double supplement) {
        /** The same for (i, j) and (j, i), to the bit. */
        boolean isNear() {
            return Math.abs(cosine) > ArcCosine.LARGEST_COSINE;
        }
    }

    NearPairs(Directions directions) {
        this.directions = directions;
    }

    /** Makes a pair, and remembers it if it is near; several threads may do so. */
    Pair pair(int i, int j) {
        int first = Math.min(i, j);
        int second = Math.max(i, j);
        Chords chords = directions.chords(first, directions, second);
        // Of unit vectors cos theta = (|u + v|^2 - |u - v|^2)/4 and sin theta = |u + v| |u - v|/2.
        double cosine = (chords.sum() - chords.difference()) * (chords.sum() + chords.difference()) / 4;
        double sine = chords.sum() * chords.difference() / 2;
        Pair pair = new Pair(first, second, cosine, sine, chords.supplement());
        if (pair.isNear() && sine > 0) {
            pairs.put((long) first * directions.count() + second, pair);
        }
        return pair;
    }

    /** Adds {@code |x_i| |x_j| cos theta N v_j} over the near pairs to a product with one vector; both {@code d x N}. */
    void add(INDArray vector, INDArray product) {
        if (pairs.isEmpty()) {
            return;
        }
        double[][] from = HeapMatrix.columns(vector);
        double[][] sums = new double[from.length][from[0].length];
        for (Pair pair : pairs.values()) {
            double[] x = directions.unit(pair.first());
            double[] p = orthogonal(x, directions.unit(pair.second()), pair);
            double lengths = directions.length(pair.first()) * directions.length(pair.second());
            double factor = lengths * pair.cosine() * pair.sine() / (2 * Math.PI);
            add(pair, factor, x, p, from[pair.second()], sums[pair.first()]);
            add(pair, factor, x, p, from[pair.first()], sums[pair.second()]);
        }
        product.addi(HeapMatrix.ofColumns(sums, product.dataType()));
    }

    /** N is symmetric in x and y, as {@code x x^T} and {@code p p^T} are in the plane of both. */
    private static void add(Pair pair, double factor, double[] x, double[] p, double[] vector, double[] sum) {
        double alongX = Vectors.dot(x, vector);
        double alongP = Vectors.dot(p, vector);
        Vectors.add(sum, factor * (pair.cosine() * alongX + pair.sine() * alongP), x);
        Vectors.add(sum, factor * (pair.sine() * alongX - pair.cosine() * alongP), p);
    }

    /** {@code (y -+ x + (1 -+ cos theta) x) / sin theta}, whichever sign leaves little. */
    private static double[] orthogonal(double[] x, double[] y, Pair pair) {
        double side = pair.cosine() > 0 ? 1 : -1;
        // side (1 - |cos theta|) = side sin^2 theta / (1 + |cos theta|)
        double rest = side * pair.sine() * pair.sine() / (1 + Math.abs(pair.cosine()));
        double[] p = new double[x.length];
        for (int k = 0; k < p.length; k++) {
            p[k] = (y[k] - side * x[k] + rest * x[k]) / pair.sine();
        }
        return p;
    }
}
