package org.autoencoder4j.ntk.certificate;

import java.util.random.RandomGenerator;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.LUDecomposition;
import org.autoencoder4j.ntk.Draws;

/**
 * Seeded starts that make it hard: random, antipodal, nearly repeated and unnormalised samples, units next to kinks, few
 * units, and decoders that are random, zero, or fitted so that only a part of the error is left.
 */
final class AdversarialStarts {
    private static final double[] LEFT = {1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001};

    private AdversarialStarts() {}

    static PlainRun of(long seed) {
        RandomGenerator random = Draws.random(seed);
        int n = random.nextInt(1, 5);
        int d = random.nextInt(1, 4);
        int m = random.nextInt(4) == 0 ? random.nextInt(100, 300) : random.nextInt(4, 60);
        double[][] x = samples(random, n, d);
        double[][] w = gaussian(random, m, d);
        if (random.nextBoolean()) {
            towardsKinks(random, x, w);
        }
        double[][] a = gaussian(random, m, d);
        int law = random.nextInt(6);
        for (double[] column : a) {
            for (int p = 0; p < d; p++) {
                column[p] = law == 0 ? 0 : law < 4 ? Math.signum(column[p]) : column[p];
            }
        }
        PlainRun start = new PlainRun(x, w, a);
        if (law > 0) {
            fit(start, LEFT[random.nextInt(LEFT.length)]);
        }
        return start;
    }

    private static double[][] gaussian(RandomGenerator random, int rows, int columns) {
        double[][] values = new double[rows][];
        for (int i = 0; i < rows; i++) {
            values[i] = Draws.gaussian(random, columns);
        }
        return values;
    }

    private static double[][] samples(RandomGenerator random, int n, int d) {
        double[][] x = gaussian(random, n, d);
        int kind = random.nextInt(4);
        for (int i = 0; i < n; i++) {
            double length = Math.sqrt(PlainRun.dot(x[i], x[i])) / (kind == 3 ? random.nextDouble(0.3, 2) : 1);
            for (int p = 0; p < d; p++) {
                x[i][p] /= length;
            }
        }
        for (int i = 1; i < n && (kind == 1 || kind == 2); i += 2) {
            for (int p = 0; p < d; p++) {
                x[i][p] = kind == 1 ? -x[i - 1][p] : x[i - 1][p] + 0.1 * x[i][p];
            }
        }
        return x;
    }

    /** A third of the units next to a kink, on either side. */
    private static void towardsKinks(RandomGenerator random, double[][] x, double[][] w) {
        for (int r = 0; r < w.length; r += 3) {
            double[] sample = x[random.nextInt(x.length)];
            double wanted = 1e-3 * random.nextGaussian();
            double factor = (wanted - PlainRun.dot(w[r], sample)) / PlainRun.dot(sample, sample);
            for (int p = 0; p < sample.length; p++) {
                w[r][p] += factor * sample[p];
            }
        }
    }

    /** Adds the least decoder that leaves a part of the residual, if there is one. */
    private static void fit(PlainRun start, double left) {
        int n = start.x.length;
        DecompositionSolver solver = new LUDecomposition(new Array2DRowRealMatrix(start.hidden()), 1e-12).getSolver();
        if (!solver.isNonSingular()) {
            return;
        }
        double[][] move =
                solver.solve(new Array2DRowRealMatrix(start.residual())).getData();
        double factor = (1 - left) * Math.sqrt((double) start.w.length * start.x[0].length) / start.w.length;
        for (int r = 0; r < start.w.length; r++) {
            for (int i = 0; i < n; i++) {
                double code = Math.max(0, PlainRun.dot(start.w[r], start.x[i]));
                for (int p = 0; p < start.a[r].length; p++) {
                    start.a[r][p] += factor * code * move[i][p];
                }
            }
        }
    }
}
