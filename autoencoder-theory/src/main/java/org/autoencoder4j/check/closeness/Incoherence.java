package org.autoencoder4j.check.closeness;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.internal.HeapColumns;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The incoherence of a dictionary A with unit columns:
 *
 * <p>{@code mu = sqrt(n) max_{i != j} |<A_i, A_j>|}, between 0 and {@code sqrt(n)}.
 *
 * <p>Immutable; threads may share it.
 *
 * @paper NWH19 Definition 1
 */
public final class Incoherence {
    private final int features;
    private final double normDeviation;
    private int first;
    private int second;
    private double product;

    private Incoherence(HeapColumns atoms) {
        this.features = atoms.length();
        this.normDeviation = atoms.normDeviation();
        this.second = 1;
        try (Work work = Work.begin("incoherence: atoms", atoms.count())) {
            for (int from = 0; from < atoms.count(); from += HeapColumns.BLOCK) {
                int to = Math.min(atoms.count(), from + HeapColumns.BLOCK);
                scan(from, atoms.products(from, to, atoms, from));
                work.advance(to - from);
            }
        }
    }

    /**
     * Measures a dictionary. Cost: {@code n m^2} operations in products of 256 columns, and memory for a copy and for
     * {@code 256 m} products.
     *
     * @param dictionary A, {@code n x m} with finite entries and {@code m >= 2}; its columns should have length 1, which
     *     the report states as a condition
     * @return the incoherence
     * @throws IllegalArgumentException if dictionary is no such matrix
     */
    public static Incoherence of(INDArray dictionary) {
        Checks.matrix("dictionary", dictionary);
        Checks.atLeast("dictionary's number of columns", dictionary.columns(), 2);
        return new Incoherence(HeapColumns.of("dictionary", dictionary));
    }

    /** Takes up the products of the columns from .. with themselves and all later ones. */
    private void scan(int from, double[][] products) {
        for (int i = 0; i < products.length; i++) {
            for (int j = i + 1; j < products[i].length; j++) {
                if (Math.abs(products[i][j]) > Math.abs(product)) {
                    product = products[i][j];
                    first = from + i;
                    second = from + j;
                }
            }
        }
    }

    /**
     * Returns mu.
     *
     * @return {@code sqrt(n) max_{i != j} |<A_i, A_j>|}
     */
    public double mu() {
        return Math.sqrt(features) * coherence();
    }

    /**
     * Returns the coherence, {@code mu / sqrt(n)}.
     *
     * @return {@code max_{i != j} |<A_i, A_j>|}
     */
    public double coherence() {
        return Math.abs(product);
    }

    /**
     * Returns the first atom of the pair at which the maximum is taken.
     *
     * @return the lesser index
     */
    public int first() {
        return first;
    }

    /**
     * Returns the second atom of the pair at which the maximum is taken.
     *
     * @return the greater index
     */
    public int second() {
        return second;
    }

    /**
     * Tells how far the atoms are from length 1.
     *
     * @return {@code max_i | ||A_i|| - 1 |}
     */
    public double normDeviation() {
        return normDeviation;
    }

    /**
     * Reports whether the dictionary is mu-incoherent. Condition: the columns have length 1, to 1e-6.
     *
     * @param limit the mu of the claim, at least 0
     * @return the report
     * @throws IllegalArgumentException if limit is negative or not finite
     */
    public Report report(double limit) {
        Checks.nonNegative("limit", limit);
        return Report.on("the dictionary is mu-incoherent", Reference.asPrinted("NWH19", "Definition 1"))
                .requiring(HeapColumns.unitLength("A", normDeviation))
                .claiming(new Bound("mu", mu(), Relation.AT_MOST, limit))
                .with("coherence", coherence())
                .with("features", features)
                .witnessedBy("atoms " + first + " and " + second + ", whose product is " + product);
    }

    @Override
    public String toString() {
        return "Incoherence[mu=" + mu() + ", atoms=" + first + " and " + second + "]";
    }
}
