package org.autoencoder4j.model;

import java.util.Arrays;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.model.law.SparseCode;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Sums of the samples' oracle gradients and of their squares. One thread uses one of them. */
final class OracleSums implements Sampler.Visitor {
    private final double[][] atoms;
    private final double[] bias;
    private final double[] residual;
    private final double[] codes;

    private final Sums[] weightSums;
    private final Sums biasSums;
    private final Sums activitySums;
    private final Sums lossSums = new Sums(1);

    OracleSums(double[][] atoms, double[] bias) {
        int features = atoms[0].length;
        this.atoms = atoms;
        this.bias = bias;
        this.residual = new double[features];
        this.codes = new double[atoms.length];
        this.weightSums = new Sums[atoms.length];
        Arrays.setAll(weightSums, i -> new Sums(features));
        this.biasSums = new Sums(atoms.length);
        this.activitySums = new Sums(atoms.length);
    }

    @Override
    public void accept(long sample, SparseCode code, double[] observation) {
        int[] support = code.support();
        System.arraycopy(observation, 0, residual, 0, residual.length);
        for (int t = 0; t < support.length; t++) {
            codes[t] = Vectors.dot(atoms[support[t]], observation) + bias[support[t]];
        }
        for (int t = 0; t < support.length; t++) {
            double[] atom = atoms[support[t]];
            for (int j = 0; j < residual.length; j++) {
                residual[j] -= codes[t] * atom[j];
            }
        }
        lossSums.add(0, Vectors.dot(residual, residual) / 2);
        for (int t = 0; t < support.length; t++) {
            int unit = support[t];
            double back = Vectors.dot(atoms[unit], residual);
            weightSums[unit].subtract(codes[t], residual, back, observation);
            biasSums.add(unit, -back);
            activitySums.add(unit, 1);
        }
    }

    OracleSums plus(OracleSums other) {
        for (int i = 0; i < weightSums.length; i++) {
            weightSums[i].add(other.weightSums[i]);
        }
        biasSums.add(other.biasSums);
        activitySums.add(other.activitySums);
        lossSums.add(other.lossSums);
        return this;
    }

    GradientEstimate estimate(long samples, DataType type) {
        return new GradientEstimate(
                gradient(type, sums -> sums.means(samples)), gradient(type, sums -> sums.standardErrors(samples)));
    }

    private TiedGradient gradient(DataType type, Statistic statistic) {
        double[][] columns = Arrays.stream(weightSums).map(statistic::of).toArray(double[][]::new);
        return new TiedGradient(
                HeapMatrix.ofColumns(columns, type),
                Nd4j.createFromArray(statistic.of(biasSums)).castTo(type),
                Nd4j.createFromArray(statistic.of(activitySums)).castTo(type),
                statistic.of(lossSums)[0]);
    }

    @FunctionalInterface
    private interface Statistic {
        double[] of(Sums sums);
    }

    private static final class Sums {
        private final double[] sum;
        private final double[] squares;

        Sums(int length) {
            this.sum = new double[length];
            this.squares = new double[length];
        }

        void add(int index, double value) {
            sum[index] += value;
            squares[index] += value * value;
        }

        /** Adds {@code -(a u + b v)}. */
        void subtract(double a, double[] u, double b, double[] v) {
            for (int j = 0; j < sum.length; j++) {
                double value = a * u[j] + b * v[j];
                sum[j] -= value;
                squares[j] += value * value;
            }
        }

        void add(Sums other) {
            for (int j = 0; j < sum.length; j++) {
                sum[j] += other.sum[j];
                squares[j] += other.squares[j];
            }
        }

        double[] means(long count) {
            return Arrays.stream(sum).map(s -> s / count).toArray();
        }

        double[] standardErrors(long count) {
            double[] errors = new double[sum.length];
            Arrays.setAll(errors, j -> {
                double mean = sum[j] / count;
                return Math.sqrt(Math.max(0, squares[j] / count - mean * mean) / (count - 1));
            });
            return errors;
        }
    }
}
