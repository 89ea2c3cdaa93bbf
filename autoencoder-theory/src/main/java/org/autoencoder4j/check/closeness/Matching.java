package org.autoencoder4j.check.closeness;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.closeness.internal.ColumnMatch;
import org.autoencoder4j.check.closeness.internal.MatchingProblem;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Which column of the weights W stands for which atom of the dictionary A: the permutation pi, and column signs where
 * they are allowed, of Definition 2. W may have more columns than A; those without an atom are left over.
 *
 * <p>Two assignments are of interest. {@link #minimumSum} minimises {@code sum_i ||pi(W)_i - A_i||^2}, so its Frobenius
 * error is the least; {@link #bottleneck} minimises {@code max_i ||pi(W)_i - A_i||}, so its delta is the least, as
 * Definition 2 has it. {@link DeltaCloseness} says when they must agree.
 *
 * <p>Immutable; threads may share it.
 *
 * @paper NWH19 Definition 2
 */
public final class Matching {
    private final ColumnMatch match;

    Matching(ColumnMatch match) {
        this.match = match;
    }

    /**
     * Finds the matching with the least sum of squared distances. Cost: {@code n m^2} operations for the distances and at
     * worst {@code O(m^3)} for the assignment (far less near the truth); memory for {@code m^2} numbers.
     *
     * @param weights W, {@code n x m_W} with finite entries
     * @param dictionary A, {@code n x m} with finite entries, of the weights' type; {@code m <= m_W}
     * @param flips whether columns may change their sign
     * @return the matching
     * @throws IllegalArgumentException if the shapes or types do not fit or an entry or a squared distance is not finite
     */
    public static Matching minimumSum(INDArray weights, INDArray dictionary, SignFlips flips) {
        return new Matching(MatchingProblem.of(weights, dictionary, flips).minimumSum());
    }

    /**
     * Finds a matching whose greatest distance is least. The value is exact; of the matchings that have it, the one
     * returned is as near to {@link #minimumSum} as the search leaves it. Cost: as for {@link #minimumSum}, which it
     * starts from.
     *
     * @param weights W, {@code n x m_W} with finite entries
     * @param dictionary A, {@code n x m} with finite entries, of the weights' type; {@code m <= m_W}
     * @param flips whether columns may change their sign
     * @return the matching
     * @throws IllegalArgumentException if the shapes or types do not fit or an entry or a squared distance is not finite
     */
    public static Matching bottleneck(INDArray weights, INDArray dictionary, SignFlips flips) {
        MatchingProblem problem = MatchingProblem.of(weights, dictionary, flips);
        return new Matching(problem.bottleneck(problem.minimumSum()));
    }

    /**
     * Returns the number of atoms.
     *
     * @return m
     */
    public int atoms() {
        return match.atoms();
    }

    /**
     * Returns the column of W that stands for each atom.
     *
     * @return one column for each atom, all different; a copy
     */
    public int[] columns() {
        return match.columns();
    }

    /**
     * Returns the sign by which each atom's column is multiplied.
     *
     * @return 1 or -1 for each atom, always 1 where flips are forbidden; a copy
     */
    public int[] signs() {
        return match.signs();
    }

    /**
     * Returns the error of each column.
     *
     * @return {@code ||pi(W)_i - A_i||} for each atom i; a copy
     */
    public double[] distances() {
        return match.distances();
    }

    /**
     * Returns the greatest error of a column.
     *
     * @return {@code max_i ||pi(W)_i - A_i||}
     */
    public double delta() {
        return match.delta();
    }

    /**
     * Returns the atom whose column has the greatest error.
     *
     * @return the first such atom
     */
    public int worstAtom() {
        return match.worstAtom();
    }

    /**
     * Returns the error of all columns together.
     *
     * @return {@code ||pi(W) - A||_F}
     */
    public double frobenius() {
        double sum = 0;
        for (double distance : match.distances()) {
            sum += distance * distance;
        }
        return Math.sqrt(sum);
    }

    /**
     * Puts columns into the order and sign of the atoms. Applied to the weights this is pi(W); applied to codes (N x
     * m_W), it gives each atom's unit the column of the atom.
     *
     * @param matrix a matrix with m_W columns, one for each column of the matched weights
     * @return a new matrix of the same type with m columns in 'f' order: column i is {@code signs[i]} times column
     *     {@code columns[i]}
     * @throws IllegalArgumentException if matrix has another number of columns
     */
    public INDArray align(INDArray matrix) {
        Checks.matrix("matrix", matrix, -1, weightColumns(), "one column for each column of the matched weights");
        INDArray aligned = Nd4j.createUninitialized(matrix.dataType(), new long[] {matrix.rows(), atoms()}, 'f');
        for (int i = 0; i < atoms(); i++) {
            INDArray column = matrix.getColumn(match.column(i));
            aligned.putColumn(i, match.sign(i) > 0 ? column : column.neg());
        }
        return aligned;
    }

    /**
     * Returns the number of columns of the matched weights.
     *
     * @return m_W, at least {@link #atoms}
     */
    public int weightColumns() {
        return match.weightColumns();
    }

    @Override
    public String toString() {
        return "Matching[atoms=" + atoms() + ", delta=" + delta() + ", frobenius=" + frobenius() + "]";
    }
}
