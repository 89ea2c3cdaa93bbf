package org.autoencoder4j.benchmarks;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The rate of a large matrix product on this process's threads, as the roof of what is possible. */
final class BlasPeak {
    private static final int SIZE = 2000;
    private static final int ROUNDS = 12;

    private BlasPeak() {}

    /** Returns 10^9 operations a second: the best of some products of 2000 x 2000 numbers, result preallocated. */
    static double gigaflops(DataType type) {
        INDArray a = Nd4j.ones(type, SIZE, SIZE).dup('f');
        INDArray b = Nd4j.ones(type, SIZE, SIZE).dup('f');
        INDArray c = Nd4j.create(type, new long[] {SIZE, SIZE}, 'f');
        double[] seconds = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            Nd4j.gemm(a, b, c, false, false, 1, 0);
            seconds[round] = (System.nanoTime() - start) * 1e-9;
        }
        return 2e-9 * SIZE * SIZE * SIZE / Arrays.stream(seconds).min().orElseThrow();
    }
}
