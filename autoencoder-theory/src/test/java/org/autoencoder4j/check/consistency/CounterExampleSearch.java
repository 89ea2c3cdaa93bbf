package org.autoencoder4j.check.consistency;

import java.util.random.RandomGenerator;
import org.autoencoder4j.check.Samples;
import org.autoencoder4j.network.Activation;

/**
 * A search for a code that one unit gets wrong, which knows nothing of sorted terms: it evaluates codes one by one with
 * the activation itself.
 */
final class CounterExampleSearch {
    /** Failures by less are rounding. */
    private static final double TOLERANCE = 1e-10;

    private final double[][] products;
    private final double[] bias;
    private final Activation activation;
    private final CodeSet codes;
    private final double noise;

    CounterExampleSearch(double[][] products, double[] bias, Activation activation, CodeSet codes, double noise) {
        this.products = products;
        this.bias = bias;
        this.activation = activation;
        this.codes = codes;
        this.noise = noise;
    }

    /** Tries all supports and all values at the corners. */
    boolean findsAmongAll() {
        return findsFrom(new double[bias.length], 0, 0);
    }

    private boolean findsFrom(double[] code, int next, int size) {
        boolean complete = codes.size() == SupportSize.AT_MOST || size == codes.sparsity();
        if (complete && fails(code)) {
            return true;
        }
        if (size == codes.sparsity()) {
            return false;
        }
        for (int j = next; j < code.length; j++) {
            for (double value : corners()) {
                code[j] = value;
                if (findsFrom(code, j + 1, size + 1)) {
                    return true;
                }
                code[j] = 0;
            }
        }
        return false;
    }

    /** Tries random codes, and from each climbs to worse ones for a random unit. */
    boolean findsAtRandom(RandomGenerator random, int starts) {
        for (int start = 0; start < starts; start++) {
            double[] code = randomCode(random);
            if (fails(code) || climbs(code, random.nextInt(bias.length), random.nextBoolean() ? 1 : -1)) {
                return true;
            }
        }
        return false;
    }

    /** Exchanges one entry of the code at a time as long as that moves the unit's pre-activation in one direction. */
    private boolean climbs(double[] code, int unit, int direction) {
        boolean moved = true;
        while (moved) {
            moved = false;
            for (int j = 0; j < code.length; j++) {
                for (int l = 0; l < code.length && j != unit; l++) {
                    moved |= l != unit
                            && code[j] != 0
                            && (l == j || code[l] == 0)
                            && exchange(code, j, l, unit, direction);
                }
            }
        }
        return fails(code);
    }

    private boolean exchange(double[] code, int from, int to, int unit, int direction) {
        double old = code[from];
        double best = direction * old * products[unit][from];
        double chosen = 0;
        for (double value : corners()) {
            if (direction * value * products[unit][to] > best + TOLERANCE) {
                best = direction * value * products[unit][to];
                chosen = value;
            }
        }
        if (chosen != 0) {
            code[from] = 0;
            code[to] = chosen;
        }
        return chosen != 0;
    }

    private double[] randomCode(RandomGenerator random) {
        int size = codes.size() == SupportSize.EXACTLY ? codes.sparsity() : random.nextInt(codes.sparsity() + 1);
        double[] code = new double[bias.length];
        int[] order = Samples.permutation(random, code.length);
        for (int j = 0; j < size; j++) {
            code[order[j]] = corners()[random.nextInt(corners().length)];
        }
        return code;
    }

    private double[] corners() {
        return codes.signs() == ValueSigns.NON_NEGATIVE
                ? new double[] {codes.a1(), codes.a2()}
                : new double[] {codes.a1(), codes.a2(), -codes.a1(), -codes.a2()};
    }

    private boolean fails(double[] code) {
        for (int i = 0; i < bias.length; i++) {
            double z = bias[i];
            for (int j = 0; j < code.length; j++) {
                z += products[i][j] * code[j];
            }
            if (fails(z - noise, code[i]) || fails(z + noise, code[i])) {
                return true;
            }
        }
        return false;
    }

    private boolean fails(double z, double truth) {
        return wrong(z, truth) && wrong(z - TOLERANCE, truth) && wrong(z + TOLERANCE, truth);
    }

    private boolean wrong(double z, double truth) {
        return Math.signum(activation.apply(z)) != Math.signum(truth);
    }
}
