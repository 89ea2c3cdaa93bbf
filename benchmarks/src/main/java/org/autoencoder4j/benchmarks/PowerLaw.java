package org.autoencoder4j.benchmarks;

import java.util.List;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * {@code y = c x^a} by regression of log y on log x.
 *
 * @param exponent a
 * @param standardError of a
 * @param factor c
 */
record PowerLaw(double exponent, double standardError, double factor) {
    /** Where three numbers determine a law and say how well. */
    private static final int LEAST = 3;

    /** Fits all points that are positive; too few of them give NaN. */
    static PowerLaw fit(List<? extends Number> x, List<Double> y) {
        SimpleRegression regression = new SimpleRegression();
        for (int i = 0; i < y.size(); i++) {
            if (y.get(i) > 0) {
                regression.addData(Math.log(x.get(i).doubleValue()), Math.log(y.get(i)));
            }
        }
        return regression.getN() < LEAST
                ? new PowerLaw(Double.NaN, Double.NaN, Double.NaN)
                : new PowerLaw(regression.getSlope(), regression.getSlopeStdErr(), Math.exp(regression.getIntercept()));
    }

    /** The law of the last points alone, where fixed costs weigh least. */
    static PowerLaw fitLast(int count, List<? extends Number> x, List<Double> y) {
        int from = Math.max(0, y.size() - count);
        return fit(x.subList(from, x.size()), y.subList(from, y.size()));
    }

    double at(double x) {
        return factor * Math.pow(x, exponent);
    }
}
