package org.autoencoder4j.train.internal;

import java.util.List;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.internal.UnitColumns;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Finds columns that say nothing of their own. Costs {@code n m^2} operations and little memory. */
public final class CollinearColumns {
    /** The cosine from which on two columns count as one. */
    public static final double COSINE = 0.99;

    /** The most cosines that are computed at a time. */
    private static final int TILE = 1 << 20;

    private CollinearColumns() {}

    /**
     * Returns the columns that are collinear with another, or of a length that is 0 or not finite.
     *
     * @param weights a matrix
     * @return their numbers, in their order
     */
    public static List<Integer> of(INDArray weights) {
        int units = weights.columns();
        INDArray unit = weights.dup('f');
        UnitColumns.set(unit, Nd4j.zeros(weights.dataType(), weights.shape()));
        INDArray atoms = unit.transpose().dup('c');
        boolean[] found = new boolean[units];
        int width = Math.max(1, TILE / units);
        try (Work work = Work.begin("collinear columns: columns", units)) {
            for (int first = 0; first < units; first += width) {
                int end = Math.min(units, first + width);
                mark(atoms, first, end, found);
                work.advance(end - first);
            }
        }
        return IntStream.range(0, units).filter(i -> found[i]).boxed().toList();
    }

    private static void mark(INDArray atoms, int first, int end, boolean[] found) {
        INDArray block = atoms.get(NDArrayIndex.interval(first, end));
        INDArray rest = atoms.get(NDArrayIndex.interval(first, found.length));
        double[] cosines = Nd4j.gemm(block, rest, false, true).dup('c').data().asDouble();
        int width = found.length - first;
        for (int at = 0; at < cosines.length; at++) {
            int i = first + at / width;
            int j = first + at % width;
            if (i == j) {
                found[i] |= !(cosines[at] > COSINE);
            } else if (Math.abs(cosines[at]) >= COSINE) {
                found[i] = true;
                found[j] = true;
            }
        }
    }
}
