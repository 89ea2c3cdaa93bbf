package org.autoencoder4j.check.consistency;

import java.util.function.BiConsumer;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Encodes samples in DOUBLE, chunk by chunk, and hands them out one by one. */
final class Encoder {
    private static final int CHUNK = 512;

    private final INDArray weights;
    private final double[] bias;
    private final Activation activation;

    Encoder(TiedAutoencoder autoencoder) {
        this.weights = autoencoder.weights().castTo(DataType.DOUBLE);
        this.bias = autoencoder.bias().castTo(DataType.DOUBLE).toDoubleVector();
        this.activation = autoencoder.activation();
    }

    /** Calls back with the code of each sample and its true code. */
    void encode(INDArray observations, INDArray codes, BiConsumer<double[], double[]> use) {
        for (long from = 0; from < observations.rows(); from += CHUNK) {
            long to = Math.min(observations.rows(), from + CHUNK);
            try (INDArray samples = samplesAsColumns(rows(observations, from, to));
                    INDArray products = Nd4j.gemm(weights, samples, true, false)) {
                encode(HeapMatrix.columns(products), HeapMatrix.rows(rows(codes, from, to)), use);
            }
        }
    }

    private static INDArray rows(INDArray matrix, long from, long to) {
        return matrix.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
    }

    private static INDArray samplesAsColumns(INDArray rows) {
        return Nd4j.createUninitialized(DataType.DOUBLE, new long[] {rows.columns(), rows.rows()}, 'f')
                .assign(rows.transpose());
    }

    private void encode(double[][] codes, double[][] truths, BiConsumer<double[], double[]> use) {
        for (int sample = 0; sample < codes.length; sample++) {
            double[] code = codes[sample];
            for (int i = 0; i < code.length; i++) {
                code[i] = activation.apply(requireFinite(code[i] + bias[i]));
            }
            for (double value : truths[sample]) {
                requireFinite(value);
            }
            use.accept(code, truths[sample]);
        }
    }

    private static double requireFinite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                    "observations, codes or the autoencoder have an entry that is NaN or infinite; all must be finite");
        }
        return value;
    }
}
