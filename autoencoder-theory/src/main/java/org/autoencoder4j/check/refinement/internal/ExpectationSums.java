package org.autoencoder4j.check.refinement.internal;

import org.autoencoder4j.backend.internal.Vectors;

/** What a {@link SupportRegression} has for one support after the other, summed with the supports' weights. */
public final class ExpectationSums {
    private final double[][] gradient;
    private final double[][] secondMoment;
    private double objective;
    private double independence = 1;

    /** The weighted squared lengths of the columns given a support, and in how many supports each unit was. */
    private final double[] squares;

    private final long[] uses;

    public ExpectationSums(int features, int units) {
        this.gradient = new double[units][features];
        this.secondMoment = new double[units][units];
        this.squares = new double[units];
        this.uses = new long[units];
    }

    /** Adds a support; one whose columns are dependent tells so by the independence and adds nothing else. */
    public void add(int[] support, double weight, SupportRegression given) {
        if (weight > 0) {
            boolean defined = given.compute(support);
            independence = Math.min(independence, given.independence);
            if (defined) {
                addDefined(support, weight, given);
            }
        }
    }

    private void addDefined(int[] support, double weight, SupportRegression given) {
        for (int a = 0; a < support.length; a++) {
            int unit = support[a];
            double[] column = given.gradient[a];
            Vectors.add(gradient[unit], weight, column);
            squares[unit] += weight * Vectors.dot(column, column);
            uses[unit]++;
            for (int b = 0; b < support.length; b++) {
                secondMoment[unit][support[b]] += weight * given.secondMoment[a][b];
            }
        }
        objective += weight * given.objective;
    }

    /** The columns of the gradient. */
    public double[][] gradient() {
        return gradient;
    }

    /** The rows of the codes' second moment. */
    public double[][] secondMoment() {
        return secondMoment;
    }

    public double objective() {
        return objective;
    }

    /** The least independence of a support's columns. */
    public double independence() {
        return independence;
    }

    /** The standard error of a column's mean over drawn supports, in the Euclidean norm. */
    public double standardError(int unit, int draws) {
        double variance = squares[unit] - Vectors.dot(gradient[unit], gradient[unit]);
        return Math.sqrt(Math.max(0, variance) / (draws - 1));
    }

    /** In how many supports the rarest unit was. */
    public long leastUses() {
        long least = Long.MAX_VALUE;
        for (long count : uses) {
            least = Math.min(least, count);
        }
        return least;
    }
}
