package org.autoencoder4j.learn.baseline;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.learn.sweep.DictionaryUpdate;
import org.autoencoder4j.learn.sweep.Sweep;
import org.autoencoder4j.learn.sweep.SweepSums;

/**
 * The update of online dictionary learning: sums over all mini-batches so far, older ones with less weight,
 *
 * <pre>
 *   A_t = forgetting A_(t-1) + sum x x^T,   B_t = forgetting B_(t-1) + sum y x^T,
 * </pre>
 *
 * <p>and then one atom after the other is put where it leaves the least for these sums,
 *
 * <pre>
 *   w_i = normalise(w_i + (B e_i - W A e_i) / A_ii).
 * </pre>
 *
 * <p>For sweeps that are short: {@code DictionarySweeps.of(samples).alternating().upTo(256)}. The published method has codes
 * of an L1 penalty and atoms of length at most 1; here the coder's encoder says what codes are, and atoms have length 1. A
 * unit that no sample has used keeps its atom. Cost: {@code 2 n m^2} operations a sweep, on one thread.
 *
 * <p>Source: J. Mairal, F. Bach, J. Ponce, G. Sapiro, "Online learning for matrix factorization and sparse coding" (JMLR,
 * 2010), algorithms 1 and 2.
 *
 * @param forgetting what the sums before are multiplied by, from 0 to 1: 1 remembers all alike
 */
public record OnlineUpdate(double forgetting) implements DictionaryUpdate {
    /**
     * Checks the number.
     *
     * @param forgetting what the sums before are multiplied by
     * @throws IllegalArgumentException if it is not in [0, 1]
     */
    public OnlineUpdate {
        Checks.between("forgetting", forgetting, 0, 1);
    }

    @Override
    public String name() {
        return "online(" + forgetting + ")";
    }

    @Override
    public int remembered(int features, int units) {
        return units + features;
    }

    @Override
    public double[][] atoms(Sweep sweep) {
        int units = sweep.sums().units();
        double[][] memory = sweep.memory();
        for (int i = 0; i < units; i++) {
            remember(sweep, i, memory[i]);
        }
        double[][] atoms = sweep.copyOfAtoms();
        for (int i = 0; i < units; i++) {
            if (memory[i][i] > 0) {
                move(atoms, i, memory[i]);
            }
        }
        return atoms;
    }

    /** Row i of A, and then column i of B = R + W C. */
    private void remember(Sweep sweep, int unit, double[] row) {
        SweepSums sums = sweep.sums();
        double[] moment = sums.moment(unit);
        double[] products = sums.residualProducts(unit).clone();
        for (int j = 0; j < moment.length; j++) {
            row[j] = forgetting * row[j] + moment[j];
            if (moment[j] != 0) {
                Vectors.add(products, moment[j], sweep.atoms()[j]);
            }
        }
        for (int j = 0; j < products.length; j++) {
            row[moment.length + j] = forgetting * row[moment.length + j] + products[j];
        }
    }

    private static void move(double[][] atoms, int unit, double[] row) {
        double[] next = atoms[unit].clone();
        for (int j = 0; j < next.length; j++) {
            next[j] += row[atoms.length + j] / row[unit];
        }
        for (int j = 0; j < atoms.length; j++) {
            if (row[j] != 0) {
                Vectors.add(next, -row[j] / row[unit], atoms[j]);
            }
        }
        double length = Vectors.scaledNorm(next);
        if (length > 0 && length < Double.POSITIVE_INFINITY) {
            for (int j = 0; j < next.length; j++) {
                atoms[unit][j] = next[j] / length;
            }
        }
    }
}
