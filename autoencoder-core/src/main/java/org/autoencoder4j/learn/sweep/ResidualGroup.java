package org.autoencoder4j.learn.sweep;

import java.util.List;
import org.autoencoder4j.learn.sweep.WorstSamples.Residual;

/** Residuals with something in common, out of many. */
final class ResidualGroup {
    /** Of the energy of a group. */
    private static final double NEARLY_ALL = 0.7;

    private final List<Residual> all;
    private final int[] places;
    private final double[] cosines;

    /** Makes a group of some of many, with the cosine of each with what they have in common. */
    ResidualGroup(List<Residual> all, int[] places, double[] cosines) {
        this.all = all;
        this.places = places;
        this.cosines = cosines;
    }

    /** Which of the many they are. */
    int[] places() {
        return places;
    }

    private Residual member(int i) {
        return all.get(places[i]);
    }

    /** What an atom along what they have in common would gain. */
    double benefit() {
        double sum = 0;
        for (int i = 0; i < places.length; i++) {
            sum += cosines[i] * cosines[i] * member(i).energy;
        }
        return sum;
    }

    /** The sum of all, each by its cosine. */
    double[] common() {
        double[] sum = new double[all.get(0).vector.length];
        for (int i = 0; i < places.length; i++) {
            add(sum, cosines[i], member(i).vector);
        }
        return sum;
    }

    /**
     * Makes an atom. If one unit is active in nearly all of the group, by energy, it may stand between two true atoms: then
     * its part is added back, and those of the one side make the atom.
     *
     * @return a vector of any length
     */
    double[] atom(double[][] atoms) {
        int shared = shared(atoms.length);
        return shared < 0 ? common() : split(shared, atoms[shared]);
    }

    /** The unit that is active in nearly all, or -1. */
    private int shared(int units) {
        double[] byUnit = new double[units];
        double total = 0;
        int most = 0;
        for (int i = 0; i < places.length; i++) {
            total += member(i).energy;
            for (int unit : member(i).units) {
                byUnit[unit] += member(i).energy;
                most = byUnit[unit] > byUnit[most] ? unit : most;
            }
        }
        return byUnit[most] >= NEARLY_ALL * total ? most : -1;
    }

    private double[] split(int unit, double[] atom) {
        double balance = 0;
        for (int i = 0; i < places.length; i++) {
            balance += member(i).energy * side(i, unit);
        }
        double[] sum = new double[atom.length];
        for (int i = 0; i < places.length; i++) {
            if (side(i, unit) * balance > 0) {
                double value = member(i).value(unit);
                add(sum, value, member(i).vector);
                add(sum, value * value, atom);
            }
        }
        return sum;
    }

    /** On which side of the unit's atom a residual lies: 1 or -1, or 0 if the unit is not active. */
    private double side(int i, int unit) {
        return Math.signum(cosines[i]) * Math.signum(member(i).value(unit));
    }

    private static void add(double[] sum, double factor, double[] vector) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += factor * vector[j];
        }
    }
}
