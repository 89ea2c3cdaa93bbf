package org.autoencoder4j.ntk.training;

import java.util.List;
import java.util.random.RandomGenerator;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.ntk.internal.Eigenvalues;

/**
 * A step that is made to break a bound: few samples, some opposite, nearly repeated or not of length 1; few units or many,
 * some just beside a kink so that the step takes them over it; steps from very short to beyond stability; an encoder as fast
 * as the decoder or slower; each regime.
 */
record AdversarialStep(Regime regime, StepAccount account, double smallestG) {
    /** Of five steps three train both layers, in the mean. */
    static final List<Regime> REGIMES = List.of(Regime.WEAKLY_TRAINED, Regime.DECODER_ONLY, Regime.JOINTLY_TRAINED);

    static AdversarialStep draw(RandomGenerator random) {
        double[][] x = samples(random);
        int d = x[0].length;
        int m = 1 + random.nextInt(60);
        double[][] w = Descents.gaussian(random, d, m);
        double[][] a = random.nextBoolean() ? Descents.signs(random, d, m) : Descents.gaussian(random, d, m);
        double size = Math.pow(10, 1.5 * random.nextDouble() - 1);
        for (double[] row : a) {
            for (int r = 0; r < m; r++) {
                row[r] *= size;
            }
        }
        double eta = Math.pow(10, 3 * random.nextDouble() - 2);
        double gamma = random.nextBoolean() ? 1 : Math.pow(10, -2 * random.nextDouble());
        int which = random.nextInt(5);
        Regime regime = which < 2 ? REGIMES.get(which) : Regime.JOINTLY_TRAINED;
        if (random.nextInt(3) > 0) {
            toKinks(random, x, w, a, eta * gamma);
        }
        TwoLayerAutoencoder before = Descents.autoencoder(w, a);
        double pace = regime == Regime.JOINTLY_TRAINED ? gamma : 1;
        TwoLayerAutoencoder after = regime == Regime.JOINTLY_TRAINED
                ? new TwoLayerAutoencoder(
                        Descents.step(x, before, pace * eta, Regime.WEAKLY_TRAINED)
                                .encoder(),
                        Descents.step(x, before, eta, Regime.DECODER_ONLY).decoder())
                : Descents.step(x, before, eta, regime);
        StepAccount account = regime == Regime.JOINTLY_TRAINED
                ? StepAccount.joint(Descents.array(x), before, after, eta, pace)
                : StepAccount.of(Descents.array(x), before, after, eta, regime);
        double smallestG =
                regime == Regime.WEAKLY_TRAINED ? smallest(new LiteralStep(x, before, after, regime)) : Double.NaN;
        return new AdversarialStep(regime, account, smallestG);
    }

    private static double smallest(LiteralStep step) {
        return Eigenvalues.smallest(
                SymmetricEigen.eigenvalues(Descents.array(step.kernel)).toDoubleVector());
    }

    private static double[][] samples(RandomGenerator random) {
        int n = 1 + random.nextInt(5);
        double[][] x = Descents.unitRows(random, n, 1 + random.nextInt(5));
        for (int i = 1; i < n; i++) {
            int kind = random.nextInt(6);
            double sign = kind == 0 ? -1 : 1;
            double noise = kind == 0 ? 0 : 1e-3;
            for (int p = 0; kind < 2 && p < x[i].length; p++) {
                x[i][p] = sign * x[0][p] + noise * random.nextGaussian();
            }
        }
        for (double[] sample : x) {
            double length = random.nextBoolean() ? 1 : Math.pow(10, random.nextDouble() - 0.5);
            for (int p = 0; p < sample.length; p++) {
                sample[p] *= length;
            }
        }
        return x;
    }

    /** Puts some units so near to the kink of a sample that the step, if it is as before, takes them over it. */
    private static void toKinks(RandomGenerator random, double[][] x, double[][] w, double[][] a, double eta) {
        TwoLayerAutoencoder before = Descents.autoencoder(w, a);
        double[][] after =
                Descents.step(x, before, eta, Regime.WEAKLY_TRAINED).encoder().toDoubleMatrix();
        int units = 1 + random.nextInt(1 + w[0].length / 3);
        for (int k = 0; k < units; k++) {
            int r = random.nextInt(w[0].length);
            double[] sample = x[random.nextInt(x.length)];
            double now = 0;
            double shift = 0;
            double square = 0;
            for (int p = 0; p < sample.length; p++) {
                now += w[p][r] * sample[p];
                shift += (after[p][r] - w[p][r]) * sample[p];
                square += sample[p] * sample[p];
            }
            double target = -shift * random.nextDouble();
            // At the kink itself two orders of summation may disagree on which side a unit is.
            boolean distinct = Math.abs(target) > 1e-9;
            for (int p = 0; distinct && p < sample.length; p++) {
                w[p][r] += (target - now) / square * sample[p];
            }
        }
    }

    StepInequality inequality() {
        return regime.trainsDecoder() ? StepInequality.of(account) : StepInequality.weak(account, smallestG);
    }

    /** By how much (A2) is exceeded, of {@code eta g^2}, less what rounding may do to the squared errors. */
    double excess(StepInequality inequality) {
        if (inequality.c() == Double.NEGATIVE_INFINITY) {
            return 0;
        }
        double rounding = account.rounding() * (account.squaredBefore() + account.squaredAfter());
        double over = account.squaredAfter() - inequality.squaredAfterAtMost() - rounding;
        return over / (account.learningRate() * inequality.squaredGradient());
    }
}
