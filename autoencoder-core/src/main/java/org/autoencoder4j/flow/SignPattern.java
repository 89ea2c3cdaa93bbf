package org.autoencoder4j.flow;

import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import org.autoencoder4j.backend.internal.Vectors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Which neurons which samples activate, as a gradient flow goes on. A pair of a sample and a neuron is active, inactive,
 * or at the kink of ReLU. There the flow is taken in Filippov's sense: the slope m in [0, 1] of ReLU is that with which
 * the pre-activation stays 0 if both sides push it back, and else that of the side to which it goes.
 *
 * <p>Pairs are numbered {@code neuron * samples + sample}, as in an array of order 'f'.
 */
final class SignPattern {
    private static final byte INACTIVE = 0;
    private static final byte ACTIVE = 1;
    private static final byte KINK = 2;

    private final double[][] samples;
    private final double slack;
    private final byte[] states;
    private final INDArray mask;
    private final SortedSet<Integer> kinks = new TreeSet<>();

    SignPattern(double[][] samples, int width, double slack) {
        this.samples = samples;
        this.slack = slack;
        this.states = new byte[Math.multiplyExact(samples.length, width)];
        this.mask = Nd4j.create(DataType.DOUBLE, new long[] {samples.length, width}, 'f');
    }

    /** 1 for active pairs, else 0. */
    INDArray mask() {
        return mask;
    }

    void start(double[] z) {
        for (int pair = 0; pair < z.length; pair++) {
            set(pair, z[pair] > 0 ? ACTIVE : INACTIVE);
        }
    }

    private void set(int pair, byte state) {
        states[pair] = state;
        mask.putScalar(pair % samples.length, pair / samples.length, state == ACTIVE ? 1 : 0);
        if (state == KINK) {
            kinks.add(pair);
        } else {
            kinks.remove(pair);
        }
    }

    /** The least margin of all pairs. A pair at its kink has twice the slack, so that none goes back and forth. */
    double margin(double[] z) {
        double least = Double.POSITIVE_INFINITY;
        for (int pair = 0; pair < z.length; pair++) {
            least = Math.min(least, margin(states[pair], z[pair]));
        }
        return least;
    }

    private double margin(byte state, double z) {
        return switch (state) {
            case ACTIVE -> z + slack;
            case INACTIVE -> slack - z;
            default -> 2 * slack - Math.abs(z);
        };
    }

    /** Changes the state of every pair whose margin is used up to a hundredth of the slack, and of one at least. */
    void update(double[] z) {
        double limit = Math.max(margin(z), slack / 100);
        for (int pair = 0; pair < z.length; pair++) {
            if (margin(states[pair], z[pair]) <= limit) {
                set(pair, states[pair] != KINK ? KINK : z[pair] > 0 ? ACTIVE : INACTIVE);
            }
        }
    }

    /** For each pair at its kink, in ascending order, how strongly its sample would push along itself if active. */
    double[] pushes(INDArray back) {
        double[] pushes = new double[kinks.size()];
        int i = 0;
        for (int pair : kinks) {
            pushes[i++] = back.getDouble(pair % samples.length, pair / samples.length);
        }
        return pushes;
    }

    /** Adds to the velocities of the neurons what their samples at the kink contribute. */
    void slide(double[] velocity, double[] pushes) {
        int[] pairs = kinks.stream().mapToInt(Integer::intValue).toArray();
        int from = 0;
        while (from < pairs.length) {
            int neuron = pairs[from] / samples.length;
            int to = from;
            while (to < pairs.length && pairs[to] / samples.length == neuron) {
                to++;
            }
            double[][] x = new double[to - from][];
            for (int i = from; i < to; i++) {
                x[i - from] = samples[pairs[i] % samples.length];
            }
            slide(velocity, neuron * samples[0].length, x, Arrays.copyOfRange(pushes, from, to));
            from = to;
        }
    }

    /**
     * With the velocity v of a neuron without its samples x_i at the kink and their pushes c_i, finds contributions
     * {@code m_i c_i x_i}, {@code m_i} in [0, 1], such that x_i.v is 0, or above 0 with m_i = 1, or below 0 with m_i = 0.
     * For c_i below 0 and {@code p_i = -m_i c_i} these are the conditions for the minimum of a convex quadratic form over
     * a box, found by coordinate descent. A c_i above 0 pushes off the kink to either side, where nothing can stay: such a
     * pair counts as inactive until it has left.
     */
    private static void slide(double[] velocity, int offset, double[][] x, double[] pushes) {
        double[] p = new double[x.length];
        for (int round = 0; round < 1000; round++) {
            double change = 0;
            for (int i = 0; i < x.length; i++) {
                double most = Math.max(0, -pushes[i]);
                double next =
                        Math.min(most, Math.max(0, p[i] + along(velocity, offset, x[i]) / Vectors.dot(x[i], x[i])));
                double step = next - p[i];
                p[i] = next;
                for (int f = 0; f < x[i].length; f++) {
                    velocity[offset + f] -= step * x[i][f];
                }
                change = Math.max(change, Math.abs(step) / (Math.abs(next) + Double.MIN_NORMAL));
            }
            if (x.length == 1 || change < 1e-14) {
                return;
            }
        }
    }

    private static double along(double[] velocity, int offset, double[] x) {
        double sum = 0;
        for (int f = 0; f < x.length; f++) {
            sum += velocity[offset + f] * x[f];
        }
        return sum;
    }
}
