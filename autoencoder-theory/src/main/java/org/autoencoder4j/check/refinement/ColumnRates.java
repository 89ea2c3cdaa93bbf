package org.autoencoder4j.check.refinement;

import java.util.Arrays;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.check.expectation.internal.Supports;
import org.autoencoder4j.check.refinement.internal.SupportGram;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.autoencoder4j.model.GenerativeModel;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The {@link LocalRate} of each column, for codes whose values have mean 0 and without noise: then columns do not mix,
 * and the Jacobian has a block for each,
 *
 * <p>{@code J_i = T_i E[P_S | i] T_i}, {@code T_i = I - A_i A_i^T}, P_S the projection on the span of A_S,
 *
 * <p>of which the rate is the greatest eigenvalue. Immutable; threads may share it.
 *
 * @paper beyond NWH19 Theorem 4: docs/REFINEMENT.md (LS3)
 */
public final class ColumnRates {
    /** So many coefficients are summed at once, in 128 MB. */
    private static final long COEFFICIENTS = 1 << 24;

    private final double[] rates;

    private ColumnRates(double[] rates) {
        this.rates = rates;
    }

    /**
     * Computes the rates from all supports. Cost: {@code k^4} operations for each of {@code C(m, k)} supports, which
     * are gone through once for each {@code 2^24 / m^2} units, and {@code m (2 n m^2 + 4/3 n^3)}.
     *
     * @param model the model, with atoms of length 1 to 1e-9; its noise does not matter
     * @return the rates
     * @throws IllegalArgumentException if values have another mean than 0, atoms another length than 1, a support's
     *     atoms are dependent, a unit is in no support, or there are more than 5 million supports
     * @throws org.autoencoder4j.model.law.UnstatedConstantException if the law does not state kappa1 of its values or
     *     the probability of a support
     */
    public static ColumnRates of(GenerativeModel model) {
        Checks.between("kappa1", model.codeLaw().values().kappa1(), 0, 0);
        Checks.between("the model's normDeviation", model.normDeviation(), 0, 1e-9);
        Supports supports = Supports.all(model.codeLaw(), "LocalRate.sampled takes more");
        INDArray atoms = model.dictionary().castTo(DataType.DOUBLE);
        double[] rates = new double[model.units()];
        int width = (int) Math.max(1, Math.min(rates.length, COEFFICIENTS / ((long) rates.length * rates.length)));
        for (int from = 0; from < rates.length; from += width) {
            int to = Math.min(rates.length, from + width);
            double[][][] projections = projections(supports, atoms, from, to);
            for (int i = from; i < to; i++) {
                rates[i] = rate(atoms, i, projections[i - from]);
            }
        }
        return new ColumnRates(rates);
    }

    /** {@code E[P_S 1[i in S]] = A K_i A^T} for the units from .. to - 1, by its coefficients. */
    private static double[][][] projections(Supports supports, INDArray atoms, int from, int to) {
        SupportGram gram = new SupportGram(HeapMatrix.rows(Nd4j.gemm(atoms, atoms, true, false)));
        double[][][] sums = new double[to - from][atoms.columns()][atoms.columns()];
        supports.forEach((support, weight) -> {
            if (!gram.invert(support)) {
                throw new IllegalArgumentException("the atoms of the support " + Arrays.toString(support)
                        + " are dependent; those of each support must be independent");
            }
            for (int unit : support) {
                for (int a = 0; a < support.length && from <= unit && unit < to; a++) {
                    for (int b = 0; b < support.length; b++) {
                        sums[unit - from][support[a]][support[b]] += weight * gram.inverse()[a][b];
                    }
                }
            }
        });
        return sums;
    }

    private static double rate(INDArray atoms, int unit, double[][] coefficients) {
        INDArray own = atoms.getColumn(unit, true).dup('f');
        try (INDArray matrix = HeapMatrix.ofRows(coefficients, DataType.DOUBLE);
                INDArray half = Nd4j.gemm(atoms, matrix, false, false)) {
            INDArray projection = Nd4j.gemm(half, atoms, false, true);
            // A_i lies in the span of each A_S with i in S, so its quadratic form is the probability p_i.
            double probability = Nd4j.gemm(own, Nd4j.gemm(projection, own, false, false), true, false)
                    .getDouble(0);
            if (!(probability > 0)) {
                throw new IllegalArgumentException("unit " + unit + " is in no support; each must be in one");
            }
            INDArray block = projection.divi(probability).subi(Nd4j.gemm(own, own, false, true));
            INDArray symmetric = block.add(block.transpose()).muli(0.5);
            INDArray values = SymmetricEigen.eigenvalues(symmetric);
            return values.getDouble(values.length() - 1);
        }
    }

    /**
     * Returns the rate of a column.
     *
     * @param unit i, from 0 to m - 1
     * @return the greatest eigenvalue of J_i, in [0, 1] to rounding
     * @throws IllegalArgumentException if unit is outside its range
     */
    public double rate(int unit) {
        return rates[(int) Checks.between("unit", (long) unit, 0, rates.length - 1L)];
    }

    /**
     * Returns the column that is slowest to be found.
     *
     * @return the first unit with the greatest rate, which is that of all columns together
     */
    public int slowest() {
        int slowest = 0;
        for (int i = 1; i < rates.length; i++) {
            slowest = rates[i] > rates[slowest] ? i : slowest;
        }
        return slowest;
    }

    @Override
    public String toString() {
        return "ColumnRates[slowest=" + slowest() + ", rate=" + rates[slowest()] + "]";
    }
}
