package org.autoencoder4j.backend.internal;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Sums of large arrays in one pass over the memory. */
public final class Combination {
    private static final int PIECE = 1 << 18;

    private Combination() {}

    /**
     * Computes {@code target = a + factor b}, for matrices of one shape and type.
     *
     * @param target receives the sum; not a or b
     * @param a a matrix
     * @param factor the factor
     * @param b the other
     */
    public static void set(INDArray target, INDArray a, double factor, INDArray b) {
        if (!NativeReals.canHold(target) || !isLike(target, a) || !isLike(target, b)) {
            target.assign(b).muli(factor).addi(a);
            return;
        }
        try (BlasThreads.Use use = BlasThreads.ofOpenBlas().single()) {
            NativeReals to = NativeReals.of(target);
            NativeReals first = NativeReals.of(a);
            NativeReals second = NativeReals.of(b);
            int length = (int) target.length();
            Lanes.run(use.threads(), (length + PIECE - 1) / PIECE, (worker, piece) -> {
                int at = piece * PIECE;
                to.setCombination(first, factor, second, at, Math.min(PIECE, length - at));
            });
        }
    }

    private static boolean isLike(INDArray target, INDArray matrix) {
        return Arrays.equals(target.stride(), matrix.stride())
                && Arrays.equals(target.shape(), matrix.shape())
                && target.dataType() == matrix.dataType();
    }
}
