package org.autoencoder4j.check.descent;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.internal.HeapColumns;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What dividing columns by their lengths does to their distance from atoms of length 1. If a column V_i is within
 * {@code r < 1} of its atom, then
 *
 * <p>{@code || V_i / ||V_i|| - A_i || <= r sqrt(2 / (1 + sqrt(1 - r^2))) = r (1 + r^2 / 8 + ...)},
 *
 * <p>and some V_i attains it. So normalisation costs next to nothing, whatever the rate of the descent before it. The
 * paper's lemma claims a contraction under a condition on tau that its proof does not give; this bound needs none.
 *
 * <p>Immutable; threads may share it.
 *
 * @paper NWH19 Lemma 5, corrected
 */
public final class NormalisedColumns {
    /** What rounding may add to the distance of a computed unit column from its atom. */
    static final double ROUNDING = 1e-14;

    private final double[] before;
    private final double[] after;
    private final double normDeviation;

    private NormalisedColumns(HeapColumns columns, HeapColumns dictionary) {
        HeapColumns atoms = dictionary.normalised();
        this.before = new double[atoms.count()];
        this.after = new double[atoms.count()];
        HeapColumns normalised = columns.normalised();
        for (int i = 0; i < before.length; i++) {
            before[i] = columns.distance(i, atoms, i, 1);
            after[i] = normalised.distance(i, atoms, i, 1);
        }
        this.normDeviation = dictionary.normDeviation();
    }

    /**
     * Measures columns. Cost: some operations for each entry.
     *
     * @param columns V, {@code n x m} with finite entries; a zero column is left as it is
     * @param dictionary A, {@code n x m} with finite entries, of the columns' type; unit i stands for atom i. Its columns
     *     should have length 1, which the report states as a condition; they are divided by their lengths, so that
     *     rounding does not matter
     * @return the distances before and after
     * @throws IllegalArgumentException if the shapes or types do not fit or an entry is not finite
     */
    public static NormalisedColumns of(INDArray columns, INDArray dictionary) {
        Checks.matrix("columns", columns);
        Checks.matrix("dictionary", dictionary, columns.rows(), columns.columns(), "the shape of columns");
        Checks.sameType("dictionary", dictionary, "columns", columns);
        return new NormalisedColumns(HeapColumns.of("columns", columns), HeapColumns.of("dictionary", dictionary));
    }

    /**
     * Returns the bound.
     *
     * @param radius r, at least 0 and at most 1
     * @return {@code r sqrt(2 / (1 + sqrt(1 - r^2)))}
     * @throws IllegalArgumentException if radius is outside its range
     */
    public static double bound(double radius) {
        Checks.between("radius", radius, 0, 1);
        return radius * Math.sqrt(2 / (1 + Math.sqrt((1 - radius) * (1 + radius))));
    }

    /**
     * Returns the distances before the division.
     *
     * @return {@code ||V_i - A_i||} for each i; a copy
     */
    public double[] before() {
        return before.clone();
    }

    /**
     * Returns the distances after the division.
     *
     * @return {@code || V_i / ||V_i|| - A_i ||} for each i; a copy
     */
    public double[] after() {
        return after.clone();
    }

    /**
     * Reports the bound for the column that comes closest to it. Conditions: atoms of length 1, to 1e-6, and every
     * {@code r_i < 1}. The bound is allowed 1e-14 for rounding. It is proved for all such columns, so the report never
     * {@code FAILS}.
     *
     * @return the report
     */
    public Report report() {
        double farthest = 0;
        int worst = 0;
        for (int i = 0; i < before.length; i++) {
            farthest = Math.max(farthest, before[i]);
            worst = excess(i) > excess(worst) ? i : worst;
        }
        return Report.on("normalising keeps columns near their atoms", Reference.corrected("NWH19", "Lemma 5"))
                .requiring(HeapColumns.unitLength("A", normDeviation))
                .requiring(new Bound("max_i ||V_i - A_i||", farthest, Relation.BELOW, 1))
                .claiming(Bound.exact(
                        "|| V_i / ||V_i|| - A_i ||", after[worst], Relation.AT_MOST, limit(worst) + ROUNDING))
                .with("before", before[worst])
                .witnessedBy("column " + worst);
    }

    private double excess(int i) {
        return after[i] - limit(i);
    }

    private double limit(int i) {
        return before[i] <= 1 ? bound(before[i]) : Double.POSITIVE_INFINITY;
    }

    @Override
    public String toString() {
        return "NormalisedColumns[" + report() + "]";
    }
}
