package org.autoencoder4j.learn;

import java.util.Arrays;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code 1 - sum |y - y_hat|^2 / sum |y - mean|^2}, in double, about the first chunk's mean so that nothing cancels. On the
 * heap: what each chunk would leave in native memory waits for a garbage collector that sees only the heap.
 */
final class ExplainedShare {
    private double errors;
    private double squares;
    private long count;
    private double @Nullable [] reference;
    private double[] sums = {};

    /** Adds a chunk of samples and what stands for them. */
    void add(INDArray truth, INDArray approximation) {
        double[][] samples = HeapMatrix.rows(truth);
        double[][] others = HeapMatrix.rows(approximation);
        double[] centre = reference;
        if (centre == null) {
            centre = mean(samples);
            reference = centre;
            sums = new double[centre.length];
        }
        for (int i = 0; i < samples.length; i++) {
            add(samples[i], others[i], centre);
        }
        count += samples.length;
    }

    private void add(double[] sample, double[] other, double[] centre) {
        for (int j = 0; j < sample.length; j++) {
            double error = sample[j] - other[j];
            double deviation = sample[j] - centre[j];
            errors += error * error;
            squares += deviation * deviation;
            sums[j] += deviation;
        }
    }

    private static double[] mean(double[][] samples) {
        double[] mean = new double[samples[0].length];
        for (double[] sample : samples) {
            Arrays.setAll(mean, j -> mean[j] + sample[j] / samples.length);
        }
        return mean;
    }

    /** The share, NaN if samples do not differ. */
    double value() {
        double variation = squares - Arrays.stream(sums).map(sum -> sum * sum).sum() / count;
        return variation > 0 ? 1 - errors / variation : Double.NaN;
    }
}
