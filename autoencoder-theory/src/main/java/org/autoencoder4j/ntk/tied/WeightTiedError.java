package org.autoencoder4j.ntk.tied;

import java.util.random.RandomGenerator;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.apache.commons.statistics.distribution.TDistribution;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The reconstruction error of a weight-tied autoencoder that has learnt nothing: for {@code w_r ~ N(0, s I)}, s a variance,
 *
 * <p>{@code E ||x - W relu(W^T x) / m||^2 = (s/2 - 1)^2 ||x||^2 + (2d + 3) s^2 ||x||^2 / (4 m)}.
 *
 * <p>At s = 2 the first term is 0: a wide random network reconstructs everything, noise included. This is the degeneracy of
 * section 6.
 *
 * <p>Threads may use it at the same time.
 *
 * @paper NWH-NTK Lemma 6.1
 */
public final class WeightTiedError {
    /** The variance at which a wide random network is the identity map. */
    public static final double CRITICAL_VARIANCE = 2;

    /** That of a normal number beyond 4 standard errors on either side. */
    private static final double FALSE_ALARMS = 6.3e-5;

    private static final double ACCURACY = 0.2;

    private WeightTiedError() {}

    /**
     * Returns the expected squared error.
     *
     * @param features d, at least 1
     * @param units m, above 0
     * @param variance s, the variance of each weight, at least 0
     * @param squaredNorm {@code ||x||^2}, at least 0
     * @return the expectation
     * @throws IllegalArgumentException if a number is outside its range
     * @paper NWH-NTK Lemma 6.1
     */
    public static double expected(int features, double units, double variance, double squaredNorm) {
        Checks.atLeast("features", features, 1);
        Checks.positive("units", units);
        double bias = Checks.nonNegative("variance", variance) / 2 - 1;
        double spread = (2.0 * features + 3) * variance * variance / (4 * units);
        return (bias * bias + spread) * Checks.nonNegative("squaredNorm", squaredNorm);
    }

    /**
     * Returns the width at which the expected squared error of a unit sample is at most epsilon, at variance 2: {@code (2d +
     * 3) / epsilon}. The printed {@code 3 d / epsilon} is enough for {@code d >= 3} only.
     *
     * @param features d, at least 1
     * @param epsilon the error, above 0
     * @return m
     * @throws IllegalArgumentException if a number is outside its range
     * @paper NWH-NTK Lemma 6.1 (corrected)
     */
    public static double requiredUnits(int features, double epsilon) {
        Checks.atLeast("features", features, 1);
        return (2.0 * features + 3) / Checks.positive("epsilon", epsilon);
    }

    /**
     * Draws random networks and reports whether their mean squared error is the expected one. Computed in DOUBLE. Draw k
     * comes from the stream {@code (weight-tied, k)}. Cost: {@code 4 d m} operations and {@code d m} normal numbers for each
     * draw, and memory for two samples.
     *
     * @param sample x, a vector of length d with finite entries
     * @param units m, at least 1
     * @param variance s, the variance of each weight, above 0
     * @param draws how many networks, at least 2
     * @param streams the randomness
     * @return the report; it claims that the mean is as near to the expectation as chance allows, and that it is known to be
     *     within 20 % of it. Chance is the quantile of Student's t beyond which a normal error lies with probability 6e-5: 4
     *     standard errors for many draws. As the lemma is true, no input is known on which it FAILS. With so few draws that
     *     chance is more than 20 % it is INCONCLUSIVE
     * @throws IllegalArgumentException if an argument is not as described
     * @paper NWH-NTK Lemma 6.1
     */
    public static Report measured(INDArray sample, int units, double variance, int draws, RandomStreams streams) {
        Checks.finite("sample", Checks.vector("sample", sample, sample.length(), "a vector"));
        Checks.atLeast("units", units, 1);
        Checks.positive("variance", variance);
        Checks.atLeast("draws", draws, 2);
        double[] x = sample.castTo(DataType.DOUBLE).toDoubleVector();
        SummaryStatistics errors = new SummaryStatistics();
        try (Work work = Work.begin("weight-tied networks: draws", draws)) {
            for (int draw = 0; draw < draws; draw++) {
                errors.addValue(error(x, units, Math.sqrt(variance), streams.at("weight-tied", draw, 0)));
                work.advance(1);
            }
        }
        double expected = expected(x.length, units, variance, Vectors.dot(x, x));
        double standardError = errors.getStandardDeviation() / Math.sqrt(draws);
        double quantile = TDistribution.of(draws - 1.0).inverseCumulativeProbability(1 - FALSE_ALARMS / 2);
        return Report.on(
                        "the error of random weight-tied networks is the expected one",
                        Reference.asPrinted("NWH-NTK", "Lemma 6.1"))
                .claiming(Bound.exact(
                        "|mean error - expectation| in standard errors",
                        Math.abs(errors.getMean() - expected) / standardError,
                        Relation.AT_MOST,
                        quantile))
                .claiming(Bound.rounded(
                        "|mean error / expectation - 1|",
                        Math.abs(errors.getMean() / expected - 1),
                        Relation.AT_MOST,
                        ACCURACY,
                        quantile * standardError / expected))
                .with("mean", errors.getMean())
                .with("standardError", standardError)
                .with("expected", expected);
    }

    private static double error(double[] x, int units, double deviation, RandomGenerator random) {
        double[] rest = x.clone();
        double[] unit = new double[x.length];
        for (int r = 0; r < units; r++) {
            double product = 0;
            for (int i = 0; i < unit.length; i++) {
                unit[i] = deviation * random.nextGaussian();
                product += unit[i] * x[i];
            }
            for (int i = 0; product > 0 && i < unit.length; i++) {
                rest[i] -= unit[i] * product / units;
            }
        }
        return Vectors.dot(rest, rest);
    }
}
