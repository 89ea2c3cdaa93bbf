package org.autoencoder4j.learn;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@code 1 - sum |y - y_hat|^2 / sum |y - mean|^2}, in DOUBLE, about the first chunk's mean so that nothing cancels. */
final class ExplainedShare {
    private double errors;
    private double squares;
    private long count;
    private @Nullable INDArray reference;
    private @Nullable INDArray sum;

    /** Adds a chunk of samples and what stands for them. */
    void add(INDArray truth, INDArray approximation) {
        INDArray y = truth.castTo(DataType.DOUBLE);
        errors += squaredNorm(y.sub(approximation.castTo(DataType.DOUBLE)));
        INDArray shift = reference == null ? y.mean(0) : reference;
        INDArray deviations = y.subRowVector(shift);
        squares += squaredNorm(deviations);
        INDArray total = deviations.sum(0);
        sum = sum == null ? total : sum.addi(total);
        reference = shift;
        count += y.rows();
    }

    /** The share, NaN if samples do not differ. */
    double value() {
        double variation = squares - (sum == null ? 0 : squaredNorm(sum) / count);
        return variation > 0 ? 1 - errors / variation : Double.NaN;
    }

    private static double squaredNorm(INDArray array) {
        double norm = array.norm2Number().doubleValue();
        return norm * norm;
    }
}
