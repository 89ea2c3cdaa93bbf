package org.autoencoder4j.descent;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Optimizers against loops over single numbers, with a learnt bias; what they remember goes through a checkpoint. */
class OptimizerTest {
    private static final int SAMPLES = 30;
    private static final int FEATURES = 5;
    private static final int UNITS = 4;
    private static final double RATE = 0.05;

    private final INDArray y = Fixtures.observations(2, SAMPLES, FEATURES);
    private final TiedAutoencoder start = Fixtures.autoencoder(1, FEATURES, UNITS, Activation.sigmoid());

    @TempDir
    private Path folder;

    /** The formulas as their authors print them, for one number; g is the gradient, t the update from 1 on. */
    private enum Reference {
        PLAIN {
            @Override
            Optimizer optimizer() {
                return Optimizer.plain();
            }

            @Override
            double direction(double[] memory, double g, int t) {
                return g;
            }
        },
        MOMENTUM {
            @Override
            Optimizer optimizer() {
                return Optimizer.momentum(0.9);
            }

            @Override
            double direction(double[] memory, double g, int t) {
                memory[0] = 0.9 * memory[0] + g;
                return memory[0];
            }
        },
        ADAM {
            @Override
            Optimizer optimizer() {
                return Optimizer.adam(0.9, 0.99, 1e-8);
            }

            @Override
            double direction(double[] memory, double g, int t) {
                memory[0] = 0.9 * memory[0] + (1 - 0.9) * g;
                memory[1] = 0.99 * memory[1] + (1 - 0.99) * g * g;
                double first = memory[0] / (1 - Math.pow(0.9, t));
                double second = memory[1] / (1 - Math.pow(0.99, t));
                return first / (Math.sqrt(second) + 1e-8);
            }
        };

        abstract Optimizer optimizer();

        abstract double direction(double[] memory, double g, int t);
    }

    private static double sigma(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    /** Weights column by column and then the bias, and their gradient with sigma' = sigma (1 - sigma). */
    private double[] gradient(double[] theta) {
        double[] gradient = new double[theta.length];
        for (int s = 0; s < SAMPLES; s++) {
            double[] z = new double[UNITS];
            double[] residual = new double[FEATURES];
            for (int j = 0; j < FEATURES; j++) {
                residual[j] = y.getDouble(s, j);
            }
            for (int i = 0; i < UNITS; i++) {
                z[i] = theta[UNITS * FEATURES + i];
                for (int j = 0; j < FEATURES; j++) {
                    z[i] += theta[i * FEATURES + j] * y.getDouble(s, j);
                }
            }
            for (int i = 0; i < UNITS; i++) {
                for (int j = 0; j < FEATURES; j++) {
                    residual[j] -= sigma(z[i]) * theta[i * FEATURES + j];
                }
            }
            for (int i = 0; i < UNITS; i++) {
                double back = 0;
                for (int j = 0; j < FEATURES; j++) {
                    back += residual[j] * theta[i * FEATURES + j];
                }
                back *= sigma(z[i]) * (1 - sigma(z[i]));
                for (int j = 0; j < FEATURES; j++) {
                    gradient[i * FEATURES + j] -= (residual[j] * sigma(z[i]) + y.getDouble(s, j) * back) / SAMPLES;
                }
                gradient[UNITS * FEATURES + i] -= back / SAMPLES;
            }
        }
        return gradient;
    }

    private static double[] flat(TiedAutoencoder a) {
        double[] theta = Arrays.copyOf(a.weights().dup('f').data().asDouble(), UNITS * FEATURES + UNITS);
        System.arraycopy(a.bias().dup().data().asDouble(), 0, theta, UNITS * FEATURES, UNITS);
        return theta;
    }

    private Trainer<TiedAutoencoder> trainer(Optimizer optimizer, long steps) {
        Descent<TiedAutoencoder> rule = Descent.of(
                        SampleGradient.of(Batches.of(y)), LearningRate.constant(RATE), TiedAutoencoder::load)
                .with(optimizer);
        return Trainer.of(rule, StoppingRule.steps(steps));
    }

    @ParameterizedTest
    @EnumSource
    void twentyStepsAreThoseOfThePrintedFormulas(Reference reference) {
        double[] theta = flat(start);
        double[][] memory = new double[theta.length][2];
        for (int t = 1; t <= 20; t++) {
            double[] g = gradient(theta);
            for (int p = 0; p < theta.length; p++) {
                theta[p] -= RATE * reference.direction(memory[p], g[p], t);
            }
        }
        double[] end = flat(trainer(reference.optimizer(), 20).train(start).parameters());
        for (int p = 0; p < theta.length; p++) {
            assertEquals(theta[p], end[p], 1e-12 * (1 + Math.abs(theta[p])), "entry " + p);
        }
        assertTrue(Math.abs(end[UNITS * FEATURES] - flat(start)[UNITS * FEATURES]) > 1e-3, "the bias is learnt");
    }

    @ParameterizedTest
    @EnumSource
    void resumedAtStepSevenTheBitsAreTheSame(Reference reference) throws IOException {
        TiedAutoencoder whole = trainer(reference.optimizer(), 20).train(start).parameters();
        trainer(reference.optimizer(), 7).withCheckpoints(folder, 7).train(start);
        TiedAutoencoder resumed =
                trainer(reference.optimizer(), 20).resume(folder).parameters();
        assertIdentical(whole.weights(), resumed.weights());
        assertIdentical(whole.bias(), resumed.bias());
    }

    /** An update that is undone keeps its direction, and what is remembered is not renewed for it. */
    @ParameterizedTest
    @EnumSource
    void aRateThatBacksOffReusesTheDirection(Reference reference) throws IOException {
        TiedDescent rule = TiedDescent.of(
                        SampleGradient.of(Batches.of(y)),
                        LearningRate.constant(1e3).backingOff())
                .withLearntBias()
                .with(Normalisation.NONE)
                .with(reference.optimizer());
        Trainer<TiedAutoencoder> trainer = Trainer.of(rule, StoppingRule.steps(30));
        assertTrue(trainer.train(start).history().row(30).learningRate() < 1e3);
        Trainer.of(rule, StoppingRule.steps(7)).withCheckpoints(folder, 7).train(start);
        assertIdentical(
                trainer.train(start).parameters().weights(),
                trainer.resume(folder).parameters().weights());
    }

    @Test
    void anotherOptimizerIsNoticed() {
        trainer(Optimizer.momentum(0.9), 2).withCheckpoints(folder, 1).train(start);
        String message = String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> trainer(Optimizer.momentum(0.8), 4).resume(folder))
                .getMessage());
        assertTrue(message.contains("optimizer momentum(0.9)") && message.contains("momentum(0.8)"), message);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    void factorsOutOfRangeAreNamed(double factor) {
        for (var make : new Runnable[] {
            () -> Optimizer.momentum(factor),
            () -> Optimizer.adam(factor, 0.9, 1e-8),
            () -> Optimizer.adam(0.9, factor, 1)
        }) {
            String message = String.valueOf(
                    assertThrows(IllegalArgumentException.class, make::run).getMessage());
            assertTrue(message.contains(" = " + factor + " must be at least 0 and below 1"), message);
        }
        assertThrows(IllegalArgumentException.class, () -> Optimizer.adam(0.9, 0.9, 0));
    }
}
