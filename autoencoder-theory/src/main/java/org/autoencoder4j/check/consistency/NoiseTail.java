package org.autoencoder4j.check.consistency;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.apache.commons.numbers.gamma.Erfc;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How large normal noise eta of standard deviation sigma gets in the units: with Q the upper tail of the normal law,
 *
 * <p>{@code P(max_i |<W_i, eta>| > nu) <= 2 m Q(nu / (sigma max_i ||W_i||))}.
 *
 * <p>Immutable; threads may share it.
 *
 * @paper NWH19 Claim 2, with its failure probability made exact
 */
public final class NoiseTail {
    /** Q is 0 in double precision beyond. */
    private static final double GREATEST_DEVIATION = 39;

    private final INDArray weights;
    private final double sigma;
    private final double deviation;

    private NoiseTail(INDArray weights, double sigma) {
        this.weights = weights.castTo(DataType.DOUBLE).dup('f');
        this.sigma = sigma;
        this.deviation = sigma * this.weights.norm2(0).maxNumber().doubleValue();
    }

    /**
     * Measures weights. Cost: one pass and a copy.
     *
     * @param weights W, {@code n x m} with finite entries
     * @param sigma the standard deviation of the noise in each feature, at least 0
     * @return the tail
     * @throws IllegalArgumentException if weights is no such matrix or sigma is negative or not finite
     */
    public static NoiseTail of(INDArray weights, double sigma) {
        Checks.finite("weights", Checks.matrix("weights", weights));
        return new NoiseTail(weights, Checks.nonNegative("sigma", sigma));
    }

    /**
     * Bounds the probability that the noise exceeds a bound in any unit.
     *
     * @param bound nu, at least 0
     * @return {@code min(1, 2 m Q(nu / (sigma max_i ||W_i||)))}; 0 if there is no noise
     * @throws IllegalArgumentException if bound is negative or not finite
     */
    public double failureProbability(double bound) {
        Checks.nonNegative("bound", bound);
        return deviation == 0 ? 0 : atDeviations(bound / deviation);
    }

    /** {@code min(1, 2 m Q(t))}, where {@code 2 Q(t) = erfc(t / sqrt 2)}. */
    private double atDeviations(double t) {
        return Math.min(1, weights.columns() * Erfc.value(t / Math.sqrt(2)));
    }

    /**
     * Returns the bound that noise keeps in all units with a stated probability: the inverse of
     * {@link #failureProbability}, rounded up.
     *
     * @param failureProbability the probability that it may be exceeded, above 0 and below 1, for example 1e-6
     * @return nu; 0 if there is no noise
     * @throws IllegalArgumentException if failureProbability is outside its range
     */
    public double bound(double failureProbability) {
        if (!(failureProbability > 0 && failureProbability < 1)) {
            throw new IllegalArgumentException(
                    "failureProbability = " + failureProbability + " must lie strictly between 0 and 1");
        }
        double low = 0;
        double high = GREATEST_DEVIATION;
        for (double middle = high / 2; low < middle && middle < high; middle = (low + high) / 2) {
            if (atDeviations(middle) <= failureProbability) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return deviation * high;
    }

    /**
     * Reports whether {@code max_i |<W_i, eta>| <= sigma log n} fails with at most a given probability, by the exact
     * tail. The finding {@code effectiveConstant} is the C at which {@code C sigma log n} would do so.
     *
     * @param failureProbability what "with high probability" leaves, above 0 and below 1
     * @return the report
     * @throws IllegalArgumentException if failureProbability is outside its range
     * @paper NWH19 Claim 2
     */
    public Report report(double failureProbability) {
        double printed = sigma * Math.log(weights.rows());
        double needed = bound(failureProbability);
        Report report = Report.on(
                        "the noise in every unit is at most sigma log n, with high probability",
                        Reference.corrected("NWH19", "Claim 2"))
                .claiming(new Bound(
                        "2 m Q(log n / max ||W_i||)",
                        failureProbability(printed),
                        Relation.AT_MOST,
                        failureProbability))
                .with("sigmaLogN", printed)
                .with("neededBound", needed);
        return printed > 0 ? report.with("effectiveConstant", needed / printed) : report;
    }

    /**
     * Reports whether drawn noise keeps to the tail: how often it exceeds a bound in any unit, against
     * {@link #failureProbability}. Cost: {@code 2 N n m} operations and memory for {@code N m} numbers.
     *
     * @param noise samples of eta, {@code N x n} with finite entries
     * @param bound nu, at least 0
     * @return the report
     * @throws IllegalArgumentException if noise is no such matrix or bound is negative or not finite
     * @paper NWH19 Claim 2
     */
    public Report measured(INDArray noise, double bound) {
        Checks.matrix("noise", noise, -1, weights.rows(), "one column for each row of weights");
        Checks.finite("noise", noise);
        double limit = failureProbability(bound);
        // Not amax: over a dimension of length 1, which is one unit's, it returns the numbers with their signs.
        double[][] products = HeapMatrix.rows(Nd4j.gemm(noise.castTo(DataType.DOUBLE), weights, false, false));
        double[] greatest = Arrays.stream(products)
                .mapToDouble(row -> DoubleStream.of(row).map(Math::abs).max().orElseThrow())
                .toArray();
        long failures = Arrays.stream(greatest).filter(value -> value > bound).count();
        Proportion exceeding = new Proportion(failures, noise.rows());
        return Report.on("noise exceeds the bound as seldom as its tail says", Reference.corrected("NWH19", "Claim 2"))
                .claiming(
                        exceeding.bound("rate of samples with max_i |<W_i, eta>| > " + bound, Relation.AT_MOST, limit))
                .with("samples", noise.rows())
                .with("greatest", Arrays.stream(greatest).max().orElseThrow())
                .with("slack", limit - exceeding.rate());
    }

    @Override
    public String toString() {
        return "NoiseTail[sigma=" + sigma + ", units=" + weights.columns() + "]";
    }
}
