package org.autoencoder4j.check.closeness.internal;

import java.util.Optional;
import java.util.stream.IntStream;
import org.autoencoder4j.check.closeness.SignFlips;
import org.autoencoder4j.check.internal.HeapColumns;
import org.autoencoder4j.report.Report;

/**
 * That weights stand in another order or sign than their atoms, and that a matching would bring them nearer. Reports
 * about weights whose unit i stands for atom i say so: else they fail without a hint.
 *
 * @param match the matching of least sum
 * @param delta the greatest distance of a column from its atom as they stand
 */
public record Alignment(ColumnMatch match, double delta) {
    /**
     * Compares the columns as they stand with the matching of least sum; empty if that is how they stand, or if it leaves
     * a column so far from its atom that another order may be meant. Cost: as {@link MatchingProblem#minimumSum}.
     *
     * @param weights W
     * @param atoms A, column for column
     * @param flips whether columns may change their sign
     * @return what aligning would bring
     */
    public static Optional<Alignment> of(HeapColumns weights, HeapColumns atoms, SignFlips flips) {
        double delta = IntStream.range(0, atoms.count())
                .mapToDouble(i -> weights.distance(i, atoms, i, 1))
                .max()
                .orElse(0);
        MatchingProblem problem = MatchingProblem.of(weights, atoms, flips);
        ColumnMatch match = problem.minimumSum();
        boolean nearer = match.delta() < delta && match.delta() < problem.agreementRadius();
        return nearer ? Optional.of(new Alignment(match, delta)) : Optional.empty();
    }

    /**
     * Returns a report with the delta that the weights would have, and with the hint at its witness.
     *
     * @param report the report
     * @param more what else the hint says
     * @return the report with both
     */
    public Report hint(Report report, String more) {
        String witness = report.witness().map(text -> text + "; ").orElse("");
        return report.with("deltaIfAligned", match.delta())
                .witnessedBy(witness + "the columns stand in another order or sign than the atoms: Matching.align would"
                        + " bring delta from " + delta + " to " + match.delta() + more);
    }
}
