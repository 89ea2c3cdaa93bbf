package org.autoencoder4j.ntk.tied;

import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How near an autoencoder is to the identity map on inputs on which it was not trained. One that is near on pure noise
 * reconstructs everything and has learnt nothing about its samples: the degeneracy of section 6.
 *
 * <p>Immutable; threads may share it.
 *
 * @param error the mean of {@code ||x - u||^2 / ||x||^2} over the inputs: 0 is the identity, 1 is the output 0
 * @param standardError its standard error; infinite for one input
 * @param inputs how many inputs
 * @paper NWH-NTK section 6
 */
public record IdentityMap(double error, double standardError, int inputs) {
    /**
     * Measures an autoencoder. Cost: that of {@link TwoLayerAutoencoder#reconstruct} and a copy of the inputs.
     *
     * @param autoencoder the autoencoder
     * @param inputs {@code N x d} with finite entries and no row of zeros, of the autoencoder's type
     * @return how near it is
     * @throws IllegalArgumentException if inputs is no such matrix
     */
    public static IdentityMap of(TwoLayerAutoencoder autoencoder, INDArray inputs) {
        Checks.finite("inputs", Checks.matrix("inputs", inputs));
        INDArray rest = inputs.sub(autoencoder.reconstruct(inputs));
        double[] errors = rest.castTo(DataType.DOUBLE).norm2(1).toDoubleVector();
        double[] lengths = inputs.castTo(DataType.DOUBLE).norm2(1).toDoubleVector();
        SummaryStatistics squares = new SummaryStatistics();
        for (int i = 0; i < errors.length; i++) {
            double relative = errors[i] / Checks.positive("length of input " + i, lengths[i]);
            squares.addValue(relative * relative);
        }
        double spread = errors.length == 1
                ? Double.POSITIVE_INFINITY
                : squares.getStandardDeviation() / Math.sqrt(errors.length);
        return new IdentityMap(squares.getMean(), spread, errors.length);
    }

    /**
     * Reports whether the error is at most epsilon on inputs like these, of which they are taken as a sample. It has no
     * conditions; within 4 standard errors of epsilon, or for fewer than 30 inputs, it is INCONCLUSIVE.
     *
     * @param epsilon the largest error of a claim, at least 0
     * @return the report
     * @throws IllegalArgumentException if epsilon is negative or not finite
     * @paper NWH-NTK section 6
     */
    public Report report(double epsilon) {
        return Report.on(
                        "the autoencoder is the identity map on inputs like these",
                        Reference.asPrinted("NWH-NTK", "Section 6"))
                .claiming(Bound.sampled(
                        "mean ||x - u||^2 / ||x||^2",
                        error,
                        Relation.AT_MOST,
                        Checks.nonNegative("epsilon", epsilon),
                        standardError,
                        inputs))
                .with("inputs", inputs);
    }
}
