package org.autoencoder4j.ntk.kernel;

import java.util.Arrays;
import java.util.BitSet;
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
 *
 * <p>Of a pair a bit is kept and no more, as there may be {@code N^2 / 2} of them: its angle is had from the vectors at each
 * product.
 */
final class NearPairs {
    private final Directions directions;
    /** Of each sample those after it that are near, and not the same or opposite; guarded by itself until all are known. */
    private final BitSet[] later;

    /** Two samples with the angle between them. */
    record Pair(double cosine, double sine, double supplement) {
        /** The same for (i, j) and (j, i), to the bit. */
        boolean isNear() {
            return Math.abs(cosine) > ArcCosine.LARGEST_COSINE;
        }
    }

    NearPairs(Directions directions) {
        this.directions = directions;
        later = new BitSet[directions.count()];
        Arrays.setAll(later, i -> new BitSet());
    }

    /** Makes a pair, and remembers it if it is near; several threads may do so. */
    Pair pair(int i, int j) {
        int first = Math.min(i, j);
        Pair pair = angle(first, Math.max(i, j));
        if (pair.isNear() && pair.sine() > 0) {
            synchronized (later[first]) {
                later[first].set(Math.max(i, j));
            }
        }
        return pair;
    }

    private Pair angle(int first, int second) {
        Chords chords = directions.chords(first, directions, second);
        // Of unit vectors cos theta = (|u + v|^2 - |u - v|^2)/4 and sin theta = |u + v| |u - v|/2.
        double cosine = (chords.sum() - chords.difference()) * (chords.sum() + chords.difference()) / 4;
        double sine = chords.sum() * chords.difference() / 2;
        return new Pair(cosine, sine, chords.supplement());
    }

    /** Adds {@code |x_i| |x_j| cos theta N v_j} over the near pairs to a product with one vector; both {@code d x N}. */
    void add(INDArray vector, INDArray product) {
        if (Arrays.stream(later).allMatch(BitSet::isEmpty)) {
            return;
        }
        double[][] from = HeapMatrix.columns(vector);
        double[][] sums = new double[from.length][from[0].length];
        double[] x = new double[from[0].length];
        double[] p = new double[x.length];
        for (int i = 0; i < later.length; i++) {
            directions.read(i, x);
            for (int j = later[i].nextSetBit(0); j >= 0; j = later[i].nextSetBit(j + 1)) {
                Pair pair = angle(i, j);
                directions.read(j, p);
                makeOrthogonal(p, x, pair);
                double factor =
                        directions.length(i) * directions.length(j) * pair.cosine() * pair.sine() / (2 * Math.PI);
                add(pair, factor, x, p, from[j], sums[i]);
                add(pair, factor, x, p, from[i], sums[j]);
            }
        }
        try (INDArray added = HeapMatrix.ofColumns(sums, product.dataType())) {
            product.addi(added);
        }
    }

    /** N is symmetric in x and y, as {@code x x^T} and {@code p p^T} are in the plane of both. */
    private static void add(Pair pair, double factor, double[] x, double[] p, double[] vector, double[] sum) {
        double alongX = Vectors.dot(x, vector);
        double alongP = Vectors.dot(p, vector);
        Vectors.add(sum, factor * (pair.cosine() * alongX + pair.sine() * alongP), x);
        Vectors.add(sum, factor * (pair.sine() * alongX - pair.cosine() * alongP), p);
    }

    /** Makes {@code (y -+ x + (1 -+ cos theta) x) / sin theta} of y, whichever sign leaves little. */
    private static void makeOrthogonal(double[] y, double[] x, Pair pair) {
        double side = pair.cosine() > 0 ? 1 : -1;
        // side (1 - |cos theta|) = side sin^2 theta / (1 + |cos theta|)
        double rest = side * pair.sine() * pair.sine() / (1 + Math.abs(pair.cosine()));
        for (int k = 0; k < y.length; k++) {
            y[k] = (y[k] - side * x[k] + rest * x[k]) / pair.sine();
        }
    }
}
