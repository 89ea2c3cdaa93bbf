package org.autoencoder4j.check.closeness.internal;

import java.util.Arrays;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.closeness.SignFlips;
import org.autoencoder4j.check.internal.HeapColumns;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Weights, a dictionary and the squared distances between their columns, from which the matchings are found. */
public final class MatchingProblem {
    private final HeapColumns weights;
    private final HeapColumns atoms;
    private final SignFlips flips;
    private final double[][] cost;

    private MatchingProblem(HeapColumns weights, HeapColumns atoms, SignFlips flips) {
        this.weights = weights;
        this.atoms = atoms;
        this.flips = flips;
        this.cost = new Distances(atoms, weights, flips).squared();
        for (double[] row : cost) {
            if (!Double.isFinite(Arrays.stream(row).sum())) {
                throw new IllegalArgumentException(
                        "a squared distance between columns of weights and dictionary is not finite;"
                                + " their entries must be smaller");
            }
        }
    }

    public static MatchingProblem of(INDArray weights, INDArray dictionary, SignFlips flips) {
        Checks.matrix("weights", weights);
        Checks.matrix("dictionary", dictionary, weights.rows(), -1, "as many rows as weights");
        Checks.sameType("dictionary", dictionary, "weights", weights);
        if (weights.columns() < dictionary.columns()) {
            throw new IllegalArgumentException("weights has " + weights.columns() + " columns and dictionary "
                    + dictionary.columns() + "; weights must have at least one column for each atom");
        }
        return of(HeapColumns.of("weights", weights), HeapColumns.of("dictionary", dictionary), flips);
    }

    public static MatchingProblem of(HeapColumns weights, HeapColumns atoms, SignFlips flips) {
        return new MatchingProblem(weights, atoms, flips);
    }

    public SignFlips flips() {
        return flips;
    }

    public ColumnMatch minimumSum() {
        return matching(Assignment.leastSum(cost));
    }

    public ColumnMatch bottleneck(ColumnMatch start) {
        return matching(Assignment.leastMaximum(cost, start.columns()));
    }

    /** Half the least distance between two atoms, signs included where they may flip. */
    public double agreementRadius() {
        return Distances.separation(atoms, flips) / 2;
    }

    private ColumnMatch matching(int[] columns) {
        return new ColumnMatch(weights, atoms, flips, columns);
    }
}
