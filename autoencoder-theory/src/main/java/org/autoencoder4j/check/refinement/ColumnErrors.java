package org.autoencoder4j.check.refinement;

import java.util.Arrays;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.closeness.Matching;
import org.autoencoder4j.check.consistency.Proportion;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;

/**
 * Measured errors of columns beside those that the noise should leave: the ratios
 * {@code |W_i - A_i| / est_i}, whose median is near 1 where a run has reached its {@link StatisticalFloor}.
 *
 * <p>Immutable; threads may share it.
 *
 * @paper beyond NWH19 Theorem 4: docs/REFINEMENT.md (LS4)
 */
public final class ColumnErrors {
    private static final double LEAST_RATIO = 0.9;
    private static final double GREATEST_RATIO = 1.1;

    private final double[] measured;
    private final double[] ratios;

    private ColumnErrors(double[] measured, double[] predicted) {
        this.measured = measured;
        this.ratios = new double[measured.length];
        Arrays.setAll(ratios, i -> measured[i] / predicted[i]);
    }

    /**
     * Compares errors.
     *
     * @param matching the matching of the weights with the dictionary
     * @param predicted the predicted error of each column, above 0, in the order of the weights' columns
     * @return the comparison
     * @throws IllegalArgumentException if there is not one prediction for each matched column, or one is not above 0
     */
    public static ColumnErrors of(Matching matching, double... predicted) {
        if (predicted.length != matching.weightColumns()) {
            throw new IllegalArgumentException(
                    "predicted has " + predicted.length + " numbers; there must be one for each of the "
                            + matching.weightColumns() + " columns of the weights");
        }
        int[] columns = matching.columns();
        double[] aligned = new double[columns.length];
        Arrays.setAll(aligned, i -> Checks.positive("predicted[" + columns[i] + "]", predicted[columns[i]]));
        return new ColumnErrors(matching.distances(), aligned);
    }

    /**
     * Returns the ratio of an atom's column.
     *
     * @param atom i, from 0 to m - 1
     * @return the measured error over the predicted one
     * @throws IllegalArgumentException if atom is outside its range
     */
    public double ratio(int atom) {
        return ratios[(int) Checks.between("atom", (long) atom, 0, ratios.length - 1L)];
    }

    /**
     * Returns the median ratio.
     *
     * @return the median, the greater of the middle two of an even number
     */
    public double median() {
        return sorted(ratios)[ratios.length / 2];
    }

    /**
     * Returns the greatest ratio.
     *
     * @return the maximum: at the floor some 1.05 to 1.3
     */
    public double greatest() {
        return sorted(ratios)[ratios.length - 1];
    }

    private static double[] sorted(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    /**
     * Reports whether the predictions tell the truth: the median ratio lies between 0.9 and 1.1. It is above a number
     * if more than half of the ratios are, which a count decides as {@link Proportion#bound} says, as if columns were
     * independent. So fewer than 15 columns never show it.
     *
     * @return the report
     */
    public Report report() {
        return Report.on(
                        "half of the columns have errors of at least 0.9, and half of at most 1.1, times the predicted",
                        Statement.of("(LS4)"))
                .claiming(share(count(LEAST_RATIO, Double.POSITIVE_INFINITY))
                        .bound("share of columns with a ratio of at least 0.9", Relation.AT_LEAST, 0.5))
                .claiming(share(count(0, GREATEST_RATIO))
                        .bound("share of columns with a ratio of at most 1.1", Relation.AT_LEAST, 0.5))
                .with("median", median())
                .with("greatest", greatest())
                .with("medianError", sorted(measured)[measured.length / 2])
                .with("greatestError", sorted(measured)[measured.length - 1]);
    }

    private Proportion share(long columns) {
        return new Proportion(columns, ratios.length);
    }

    private long count(double least, double most) {
        return Arrays.stream(ratios)
                .filter(ratio -> least <= ratio && ratio <= most)
                .count();
    }

    @Override
    public String toString() {
        return "ColumnErrors[columns=" + ratios.length + ", median=" + median() + ", greatest=" + greatest() + "]";
    }
}
