package org.autoencoder4j.check.refinement;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.autoencoder4j.check.internal.HeapColumns;
import org.autoencoder4j.learn.sweep.DictionaryUpdate;
import org.autoencoder4j.linalg.Cholesky;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Bound;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a sweep over N samples should make of the error, by (LS1), for the update {@link
 * DictionaryUpdate#inverseMoment}: with {@code K = C + eps I} and the columns {@code U = W - g K^-1} before they are
 * normalised, noise adds {@code sigma^2 (n - k) / N sum_i (K^-1 C K^-1)_ii / |U_i|^2} to its expected square.
 *
 * @param error the mean of {@code |W+ - A|_F} over independently drawn supports
 * @param spread its standard deviation from draw to draw, that of the mean included, times what makes 4 of it as safe as 4
 *     known ones though so few draws tell it
 * @param noise the root mean square of what noise adds
 * @param dimensions how many independent numbers the noise has, {@code m (n - k)}
 */
record SweepPrediction(double error, double spread, double noise, double dimensions) {
    private static final int DRAWS = 16;

    /** So few draws tell their spread badly: 4 of these are as safe as 4 known standard deviations. */
    private static final double FEW_DRAWS = TDistribution.of(DRAWS - 1.0)
                    .inverseSurvivalProbability(NormalDistribution.of(0, 1).survivalProbability(Bound.STANDARD_ERRORS))
            / Bound.STANDARD_ERRORS;

    /** What the update adds to the diagonal of C, relative to its mean. */
    private static final double RIDGE = 0.01;

    /** Empty where drawn supports have dependent columns, or leave a unit out. */
    static Optional<SweepPrediction> of(
            GenerativeModel model,
            INDArray weights,
            RandomStreams streams,
            long step,
            int supports,
            long samples,
            double meanL0) {
        HeapColumns atoms = HeapColumns.of("the model's dictionary", model.dictionary());
        double[] after = new double[DRAWS];
        double variance = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            RandomStreams own =
                    RandomStreams.of(streams.at("prediction", step, draw).nextLong());
            ExpectedSweep sweep = ExpectedSweep.sampled(model, weights, own, supports);
            Optional<HeapColumns> next = sweep.step(RIDGE);
            if (next.isEmpty() || sweep.independence() < Statement.LEAST_INDEPENDENCE) {
                return Optional.empty();
            }
            HeapColumns updated = next.orElseThrow();
            after[draw] = distance(updated.normalised(), atoms);
            variance += variance(sweep.secondMoment(), updated) / DRAWS;
        }
        double mean = Arrays.stream(after).average().orElseThrow();
        double squares =
                Arrays.stream(after).map(each -> (each - mean) * (each - mean)).sum();
        double spread = Math.sqrt(squares / (DRAWS - 1) * (1 + 1.0 / DRAWS)) * FEW_DRAWS;
        double left = model.features() - meanL0;
        double noise = model.noise() * Math.sqrt(left * variance / samples);
        return Optional.of(new SweepPrediction(mean, spread, noise, left * model.units()));
    }

    private static double distance(HeapColumns columns, HeapColumns atoms) {
        double squares = 0;
        for (int i = 0; i < atoms.count(); i++) {
            double distance = columns.distance(i, atoms, i, 1);
            squares += distance * distance;
        }
        return Math.sqrt(squares);
    }

    /** {@code sum_i (K^-1 C K^-1)_ii / |U_i|^2}. */
    private static double variance(INDArray moment, HeapColumns updated) {
        double eps = RIDGE * Nd4j.diag(moment).meanNumber().doubleValue();
        INDArray inverse = Cholesky.of(moment, eps)
                .orElseThrow()
                .times(Nd4j.eye(moment.rows()).castTo(DataType.DOUBLE));
        double[] diagonal =
                Nd4j.gemm(inverse, moment, false, false).muli(inverse).sum(1).toDoubleVector();
        double sum = 0;
        for (int i = 0; i < diagonal.length; i++) {
            sum += diagonal[i] / updated.squaredNorm(i);
        }
        return sum;
    }

    /** The standard deviation of the error of a sweep over fresh samples: of its square, over twice its root. */
    double standardError() {
        double whole = Math.hypot(error, noise);
        double ofNoise = noise * Math.sqrt((2 * noise * noise + 4 * error * error) / dimensions) / 2;
        return Math.hypot(error * spread, ofNoise) / whole;
    }
}
