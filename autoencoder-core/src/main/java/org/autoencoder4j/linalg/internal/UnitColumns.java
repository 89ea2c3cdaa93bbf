package org.autoencoder4j.linalg.internal;

import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicInteger;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Columns of length 1. */
public final class UnitColumns {
    private UnitColumns() {}

    /**
     * Divides each column by its length. One whose length is 0 or not finite becomes that of another matrix.
     *
     * @param matrix the matrix, in 'f' order
     * @param otherwise a matrix of the same shape and type
     * @return how many columns were taken from the other
     */
    public static int set(INDArray matrix, INDArray otherwise) {
        if (matrix.ordering() != 'f' || !NativeReals.canHold(matrix)) {
            return byArrays(matrix, otherwise);
        }
        AtomicInteger kept = new AtomicInteger();
        try {
            NativeReals numbers = NativeReals.of(matrix);
            int length = matrix.rows();
            BlasThreads.ofOpenBlas().single(() -> {
                for (int j = 0; j < matrix.columns(); j++) {
                    double norm = Math.sqrt(numbers.from(j * length).squaredNorm(length));
                    if (isLength(norm)) {
                        numbers.from(j * length).scale(1 / norm, length);
                    } else {
                        matrix.getColumn(j).assign(otherwise.getColumn(j));
                        kept.incrementAndGet();
                    }
                }
            });
        } finally {
            Reference.reachabilityFence(matrix);
        }
        return kept.get();
    }

    private static int byArrays(INDArray matrix, INDArray otherwise) {
        INDArray norms = matrix.norm2(0);
        int kept = 0;
        for (int i = 0; i < norms.length(); i++) {
            if (!isLength(norms.getDouble(i))) {
                matrix.getColumn(i).assign(otherwise.getColumn(i));
                norms.putScalar(i, 1);
                kept++;
            }
        }
        matrix.diviRowVector(norms);
        return kept;
    }

    private static boolean isLength(double norm) {
        return norm > 0 && norm < Double.POSITIVE_INFINITY;
    }
}
