package org.autoencoder4j.examples.baseline;

import java.util.Arrays;
import org.autoencoder4j.check.closeness.DeltaCloseness;
import org.autoencoder4j.check.closeness.SignFlips;
import org.autoencoder4j.coding.Codes;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.model.Draw;
import org.autoencoder4j.model.GenerativeModel;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Measures a dictionary with its codes against the true one.
 *
 * @param truth the model
 * @param heldOut samples that were not trained on
 * @param limit the distance up to which an atom counts as found
 */
record RecoveryMeasure(GenerativeModel truth, Draw heldOut, double limit) {
    /**
     * What was measured.
     *
     * @param delta the greatest distance of a column from its atom, in the best order
     * @param found the atoms that have a column within the limit
     * @param consistency the share of held-out samples whose code has the true support
     * @param r2 of the held-out samples
     */
    record Recovered(double delta, int found, double consistency, double r2) {}

    Recovered of(SparseCoder coder) {
        SignFlips flips = SignFlips.of(truth.codeLaw());
        DeltaCloseness closeness = DeltaCloseness.of(coder.weights(), truth.dictionary(), flips);
        Codes codes = coder.codes(heldOut.observations());
        return new Recovered(
                closeness.delta(),
                found(coder.weights(), flips),
                sameSupport(codes, closeness.minimumSum().columns()),
                codes.r2());
    }

    /** Atoms with a unit column within the limit, up to sign if codes have both. */
    private int found(INDArray weights, SignFlips flips) {
        double[][] atoms = truth.dictionary().transpose().toDoubleMatrix();
        double[][] columns = weights.divRowVector(weights.norm2(0)).transpose().toDoubleMatrix();
        return (int) Arrays.stream(atoms)
                .filter(atom -> Arrays.stream(columns)
                        .anyMatch(column ->
                                isNear(atom, column, 1) || (flips == SignFlips.ALLOWED && isNear(atom, column, -1))))
                .count();
    }

    private boolean isNear(double[] atom, double[] column, int sign) {
        double squares = 0;
        for (int j = 0; j < atom.length; j++) {
            squares += (atom[j] - sign * column[j]) * (atom[j] - sign * column[j]);
        }
        return squares <= limit * limit;
    }

    private double sameSupport(Codes codes, int[] columnOfAtom) {
        int same = 0;
        for (int s = 0; s < codes.samples(); s++) {
            int[] wanted = Arrays.stream(heldOut.support(s))
                    .map(atom -> columnOfAtom[atom])
                    .sorted()
                    .toArray();
            int[] active = Arrays.copyOfRange(codes.active(), codes.starts()[s], codes.starts()[s + 1]);
            same += Arrays.equals(wanted, active) ? 1 : 0;
        }
        return (double) same / codes.samples();
    }
}
