package org.autoencoder4j.examples;

import java.util.Arrays;
import java.util.List;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.preprocessing.Preprocessing;
import org.autoencoder4j.network.TiedAutoencoder;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How well an autoencoder describes samples, all of them, in one pass.
 *
 * @param r2 {@code 1 - sum |y - y_hat|^2 / sum |y - mean|^2} in the data's own coordinates; NaN if all samples are equal, up
 *     to rounding
 * @param r2Preprocessed the same in the coordinates in which the autoencoder works
 * @param activity for each unit the fraction of samples that activate it
 * @param samples how many samples there are
 */
record Fit(double r2, double r2Preprocessed, List<Double> activity, long samples) {
    private static final long CHUNK = 1024;

    /** What becomes of each piece of codes. */
    @FunctionalInterface
    interface CodeSink {
        void put(long firstSample, INDArray codes);
    }

    static Fit of(SavedAutoencoder saved, Batches data) {
        return of(saved, data, (first, codes) -> {});
    }

    static Fit of(SavedAutoencoder saved, Batches data, CodeSink sink) {
        TiedAutoencoder autoencoder = saved.autoencoder();
        Preprocessing preprocessing = saved.preprocessing();
        Share own = new Share();
        Share preprocessed = new Share();
        double[] active = new double[autoencoder.units()];
        Batches.Reader reader = data.reader();
        for (long from = 0; from < data.size(); from += CHUNK) {
            INDArray y = reader.rows(0, from, Math.min(from + CHUNK, data.size()));
            INDArray z = preprocessing.apply(y);
            INDArray codes = autoencoder.encode(z);
            INDArray reconstruction = autoencoder.decode(codes);
            preprocessed.add(z, reconstruction);
            own.add(y, preprocessing.invert(reconstruction));
            double[] counts = codes.neq(0).castTo(DataType.DOUBLE).sum(0).toDoubleVector();
            Arrays.setAll(active, i -> active[i] + counts[i]);
            sink.put(from, codes);
        }
        List<Double> activity =
                Arrays.stream(active).map(count -> count / data.size()).boxed().toList();
        double r2 = Variation.of(data).isNone() ? Double.NaN : own.explained();
        return new Fit(r2, preprocessed.explained(), activity, data.size());
    }

    double meanL0() {
        return activity.stream().mapToDouble(Double::doubleValue).sum();
    }

    long deadUnits() {
        return activity.stream().filter(fraction -> fraction == 0).count();
    }

    /** Sums of squares, in DOUBLE, about the first piece's mean so that they do not cancel. */
    private static final class Share {
        private double errors;
        private double squares;
        private long count;
        private @Nullable INDArray reference;
        private @Nullable INDArray sum;

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

        double explained() {
            double variation = squares - (sum == null ? 0 : squaredNorm(sum) / count);
            return variation > 0 ? 1 - errors / variation : Double.NaN;
        }

        private static double squaredNorm(INDArray array) {
            double norm = array.norm2Number().doubleValue();
            return norm * norm;
        }
    }
}
