package org.autoencoder4j.linalg;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Orthonormal bases, in DOUBLE. */
final class Orthonormal {
    /** Twice, as the first time a vector may lose so much that what is left is no longer orthogonal to rounding. */
    private static final int PASSES = 2;
    /** The squared length, of vectors of length 1, and the share of the greatest, below which what is left is rounding. */
    private static final double LOST = 1e-24;

    private static final double DEPENDENT = 1e-12;

    private Orthonormal() {}

    /**
     * Finds a basis of what vectors add to a space.
     *
     * @param space an orthonormal basis of it, as columns; not changed
     * @param vectors as columns; overwritten and closed
     * @return orthonormal columns, orthogonal to the space; fewer than there are vectors where these depend on each other
     *     or on the space, and empty if nothing is left
     */
    static Optional<INDArray> beside(INDArray space, INDArray vectors) {
        Optional<INDArray> found = once(space, vectors);
        for (int pass = 1; pass < PASSES; pass++) {
            found = found.flatMap(columns -> once(space, columns));
        }
        return found;
    }

    private static Optional<INDArray> once(INDArray space, INDArray vectors) {
        normalise(vectors);
        INDArray overlap = Nd4j.gemm(space, vectors, true, false);
        INDArray within = Nd4j.gemm(space, overlap, false, false);
        vectors.subi(within);
        within.close();
        Optional<INDArray> independent = independent(vectors);
        vectors.close();
        return independent;
    }

    /** Divides columns by their lengths, by their greatest entries first: no square is too small or too large. */
    private static void normalise(INDArray columns) {
        columns.diviRowVector(positive(columns.amax(0)));
        columns.diviRowVector(positive(columns.norm2(0)));
    }

    private static INDArray positive(INDArray lengths) {
        for (int j = 0; j < lengths.length(); j++) {
            if (!(lengths.getDouble(j) > 0)) {
                lengths.putScalar(j, 1);
            }
        }
        return lengths;
    }

    /** With {@code S^T S = V D V^T} the columns of {@code S V D^(-1/2)}, without those whose D is rounding. */
    private static Optional<INDArray> independent(INDArray columns) {
        INDArray gram = Nd4j.gemm(columns, columns, true, false);
        SymmetricEigen eigen = SymmetricEigen.of(gram.add(gram.transpose()).divi(2));
        double[] squares = eigen.values().toDoubleVector();
        int last = squares.length;
        double lost = Math.max(LOST, DEPENDENT * squares[last - 1]);
        int first = 0;
        while (first < last && !(squares[first] > lost)) {
            first++;
        }
        if (first == last) {
            return Optional.empty();
        }
        INDArray chosen = eigen.vectors()
                .get(NDArrayIndex.all(), NDArrayIndex.interval(first, last))
                .dup('f');
        for (int j = first; j < last; j++) {
            chosen.getColumn(j - first).divi(Math.sqrt(squares[j]));
        }
        return Optional.of(Nd4j.gemm(columns, chosen, false, false));
    }
}
