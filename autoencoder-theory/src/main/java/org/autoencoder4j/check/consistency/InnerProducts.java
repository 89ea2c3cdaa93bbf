package org.autoencoder4j.check.consistency;

import java.util.Arrays;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.closeness.Incoherence;
import org.autoencoder4j.check.internal.HeapColumns;
import org.autoencoder4j.linalg.SpectralNorm;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The inner products {@code G = W^T A} of weights with the atoms that their columns stand for, both with unit columns:
 * with {@code delta = max_i ||W_i - A_i||},
 * <ol>
 *   <li>{@code <W_i, A_i> = 1 - ||W_i - A_i||^2 / 2};
 *   <li>{@code |<W_i, A_j>| <= mu / sqrt(n) + delta} for i other than j;
 *   <li>{@code sum_{j in S \ i} <W_i, A_j>^2 <= 2 mu^2 |S \ i| / n + 2 ||A_S||^2 delta^2}.
 * </ol>
 *
 * <p>These are proved for all columns of length 1, so a report never {@code FAILS}: it is for its numbers and slack, and
 * {@code NOT_APPLICABLE} to columns of other lengths. Immutable; threads may share it.
 *
 * @paper NWH19 Claim 1, with its hidden constants made explicit
 */
public final class InnerProducts {
    private static final double UNIT_TOLERANCE = 1e-6;
    private static final double ROUNDING = 1e-12;

    private final HeapColumns weights;
    private final HeapColumns atoms;
    private final Incoherence incoherence;
    private final int[] greatestSupport;
    private double delta;
    private double normDeviation;
    private double identityResidual;
    private int identityUnit;
    private double greatestProduct;
    private int greatestUnit;
    private int greatestAtom = 1;
    private double greatestSum = -1;
    private int greatestSumUnit;

    private InnerProducts(HeapColumns weights, HeapColumns atoms, Incoherence incoherence, int sparsity) {
        this.weights = weights;
        this.atoms = atoms;
        this.incoherence = incoherence;
        this.greatestSupport = new int[sparsity];
        try (Work work = Work.begin("inner products: units", weights.count())) {
            for (int from = 0; from < weights.count(); from += HeapColumns.BLOCK) {
                int to = Math.min(weights.count(), from + HeapColumns.BLOCK);
                double[][] products = weights.products(from, to, atoms, 0);
                for (int i = from; i < to; i++) {
                    measure(i, products[i - from]);
                    work.advance(1);
                }
            }
        }
    }

    /**
     * Measures weights whose column i stands for atom i. Cost: {@code 4 n m^2 + O(m^2 log k)} operations, products in
     * blocks of 256 columns, and memory for copies of both matrices and for {@code 256 m} products.
     *
     * @param weights W, {@code n x m} with finite entries
     * @param dictionary A, {@code n x m} with finite entries, {@code m >= 2}, of the weights' type
     * @param sparsity the size of the supports S of the third part, without i: from 1 to m - 1
     * @return the inner products
     * @throws IllegalArgumentException if shapes or types do not fit or sparsity is outside its range
     */
    public static InnerProducts of(INDArray weights, INDArray dictionary, int sparsity) {
        Checks.matrix("weights", weights);
        Checks.matrix("dictionary", dictionary, weights.rows(), weights.columns(), "the shape of the weights");
        Checks.sameType("dictionary", dictionary, "weights", weights);
        Checks.between("sparsity", sparsity, 1, weights.columns() - 1L);
        return new InnerProducts(
                HeapColumns.of("weights", weights),
                HeapColumns.of("dictionary", dictionary),
                Incoherence.of(dictionary),
                sparsity);
    }

    private void measure(int unit, double[] products) {
        double distance = weights.distance(unit, atoms, unit, 1);
        delta = Math.max(delta, distance);
        normDeviation = Math.max(normDeviation, Math.abs(weights.norm(unit) - 1));
        normDeviation = Math.max(normDeviation, Math.abs(atoms.norm(unit) - 1));
        double residual = Math.abs(products[unit] - (1 - distance * distance / 2));
        if (residual > identityResidual) {
            identityResidual = residual;
            identityUnit = unit;
        }
        double[] squares = new double[products.length];
        for (int j = 0; j < squares.length; j++) {
            squares[j] = products[j] * products[j];
        }
        int[] support = LargestTerms.of(squares, greatestSupport.length, unit);
        double sum = 0;
        for (int j : support) {
            sum += squares[j];
            if (Math.abs(products[j]) > greatestProduct) {
                greatestProduct = Math.abs(products[j]);
                greatestUnit = unit;
                greatestAtom = j;
            }
        }
        if (sum > greatestSum) {
            greatestSum = sum;
            greatestSumUnit = unit;
            System.arraycopy(support, 0, greatestSupport, 0, support.length);
        }
    }

    /**
     * Returns the closeness of the columns.
     *
     * @return {@code max_i ||W_i - A_i||}
     */
    public double delta() {
        return delta;
    }

    /**
     * Returns the incoherence of the dictionary.
     *
     * @return the incoherence
     */
    public Incoherence incoherence() {
        return incoherence;
    }

    /**
     * Tells how far weights and atoms are from length 1.
     *
     * @return the greatest {@code | ||W_i|| - 1 |} or {@code | ||A_i|| - 1 |}
     */
    public double normDeviation() {
        return normDeviation;
    }

    /**
     * Returns the greatest product of a unit with another unit's atom.
     *
     * @return {@code max_{i != j} |<W_i, A_j>|}
     */
    public double greatestProduct() {
        return greatestProduct;
    }

    /**
     * Returns the greatest sum of squared products over a support of the given size.
     *
     * @return {@code max_i max_S sum_{j in S \ i} <W_i, A_j>^2} with {@code |S \ i| = k}
     */
    public double greatestSum() {
        return greatestSum;
    }

    /** What rounded lengths and products can change: the deviation of the lengths from 1, counted thrice, and 1e-12. */
    private double allowed() {
        return ROUNDING + 3 * normDeviation;
    }

    /**
     * Reports the identity. This claim and the others allow for rounding: three times the lengths' deviation from 1, and
     * 1e-12.
     *
     * @return the report; conditions: columns have length 1, to 1e-6
     * @paper NWH19 Claim 1.1
     */
    public Report ownProducts() {
        return unit(Report.on("<W_i, A_i> = 1 - ||W_i - A_i||^2 / 2", Reference.asPrinted("NWH19", "Claim 1.1")))
                .claiming(Bound.exact("difference of the sides", identityResidual, Relation.AT_MOST, allowed()))
                .with("delta", delta)
                .witnessedBy("unit " + identityUnit);
    }

    /**
     * Reports the bound on products with other atoms.
     *
     * @return the report; conditions: columns have length 1, to 1e-6
     * @paper NWH19 Claim 1.2
     */
    public Report otherProducts() {
        double limit = incoherence.coherence() + delta;
        return unit(Report.on("|<W_i, A_j>| <= mu / sqrt(n) + delta", Reference.asPrinted("NWH19", "Claim 1.2")))
                .claiming(Bound.exact("max |<W_i, A_j>|", greatestProduct, Relation.AT_MOST, limit + allowed()))
                .with("slack", limit - greatestProduct)
                .witnessedBy("unit " + greatestUnit + " and atom " + greatestAtom);
    }

    /**
     * Reports the bound on sums of squared products, at the unit and the support of k other atoms whose sum is the
     * greatest. The finding {@code effectiveConstant} is the C with which the printed order {@code mu^2 k / n + delta^2}
     * would hold there.
     *
     * @return the report; conditions: columns have length 1, to 1e-6
     * @paper NWH19 Claim 1.3, corrected by its constants
     */
    public Report sumsOfSquares() {
        double coherence = incoherence.coherence();
        double norm = SpectralNorm.of(atoms(greatestSupport));
        int k = greatestSupport.length;
        double limit = 2 * k * coherence * coherence + 2 * norm * norm * delta * delta;
        double order = k * coherence * coherence + delta * delta;
        Report report = unit(Report.on(
                        "sum of <W_i, A_j>^2 over S \\ i <= 2 mu^2 |S \\ i| / n + 2 ||A_S||^2 delta^2",
                        Reference.corrected("NWH19", "Claim 1.3")))
                .claiming(Bound.exact("greatest sum of k squares", greatestSum, Relation.AT_MOST, limit + allowed()))
                .with("slack", limit - greatestSum)
                .with("normOfTheAtoms", norm)
                .witnessedBy("unit " + greatestSumUnit + " and support " + Arrays.toString(greatestSupport));
        return order > 0 ? report.with("effectiveConstant", greatestSum / order) : report;
    }

    private INDArray atoms(int[] support) {
        INDArray chosen = Nd4j.create(DataType.DOUBLE, new long[] {atoms.length(), support.length}, 'f');
        for (int j = 0; j < support.length; j++) {
            chosen.putColumn(j, Nd4j.createFromArray(atoms.column(support[j])));
        }
        return chosen;
    }

    private Report unit(Report report) {
        return report.requiring(
                new Bound("greatest deviation of a length from 1", normDeviation, Relation.AT_MOST, UNIT_TOLERANCE));
    }

    @Override
    public String toString() {
        return "InnerProducts[delta=" + delta + ", greatest=" + greatestProduct + "]";
    }
}
