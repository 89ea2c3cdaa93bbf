package org.autoencoder4j.check.expectation;

import java.util.Arrays;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.check.internal.PaperActivation;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.HardThreshold;
import org.autoencoder4j.network.TiedAutoencoder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Sums of the samples' gradients (4) and boundary terms, sample by sample. */
final class LossJumpSums {
    final int features;
    final Term gradients;
    final Term boundaries;
    final Term totals;

    private final Activation activation;
    /** The size of a code where a unit switches on: 0 for a continuous activation. */
    private final double lambda;

    private final double noise;
    private final double[] bias;
    private final double[][] weights;
    private final double[][] gram;
    private final double[][] cross;

    private final double[] preActivations;
    private final double[] codes;
    private final double[] reconstructedProducts;
    private final double[] residual;
    private final Column gradient;
    private final Column boundary;

    /** What a sample has for one unit: a vector for W_i and a number for b_i, mostly zeros. */
    private static final class Column {
        final double[] weights;
        double bias;
        boolean zero = true;

        Column(int features) {
            this.weights = new double[features];
        }

        void clear() {
            if (!zero) {
                Arrays.fill(weights, 0);
                bias = 0;
                zero = true;
            }
        }

        void add(double factor, double[] vector) {
            zero = false;
            for (int j = 0; j < weights.length; j++) {
                weights[j] += factor * vector[j];
            }
        }

        void add(Column other) {
            if (!other.zero) {
                add(1, other.weights);
                bias += other.bias;
            }
        }
    }

    /** Sums of gradients with respect to W, column after column, and to b. */
    record Term(DrawSums weights, DrawSums bias) {
        Term(int features, int units) {
            this(new DrawSums(features * units), new DrawSums(units));
        }

        void add(int unit, Column column) {
            if (column.zero) {
                return;
            }
            int features = column.weights.length;
            for (int j = 0; j < features; j++) {
                weights.add(unit * features + j, column.weights[j]);
            }
            bias.add(unit, column.bias);
        }
    }

    LossJumpSums(GenerativeModel model, TiedAutoencoder autoencoder) {
        int units = autoencoder.units();
        INDArray w = autoencoder.weights().castTo(DataType.DOUBLE);
        this.features = autoencoder.features();
        this.gradients = new Term(features, units);
        this.boundaries = new Term(features, units);
        this.totals = new Term(features, units);
        this.activation = autoencoder.activation();
        PaperActivation.require(activation);
        this.lambda = activation instanceof HardThreshold threshold ? threshold.lambda() : 0;
        this.noise = model.noise();
        this.bias = autoencoder.bias().castTo(DataType.DOUBLE).toDoubleVector();
        this.weights = HeapMatrix.columns(w);
        this.gram = HeapMatrix.rows(Nd4j.gemm(w, w, true, false));
        this.cross = HeapMatrix.rows(Nd4j.gemm(w, model.dictionary().castTo(DataType.DOUBLE), true, false));
        this.preActivations = new double[units];
        this.codes = new double[units];
        this.reconstructedProducts = new double[units];
        this.residual = new double[features];
        this.gradient = new Column(features);
        this.boundary = new Column(features);
    }

    void add(double[] observation, int[] support, double[] values) {
        encode(observation);
        for (int i = 0; i < codes.length; i++) {
            gradient.clear();
            boundary.clear();
            if (codes[i] != 0) {
                double back = preActivations[i] - bias[i] - reconstructedProducts[i];
                gradient.add(-codes[i], residual);
                gradient.add(-back, observation);
                gradient.bias = -back;
            }
            if (lambda > 0 && gram[i][i] > 0) {
                addFace(i, 1, observation, support, values);
                addFace(i, -1, observation, support, values);
            }
            gradients.add(i, gradient);
            boundaries.add(i, boundary);
            gradient.add(boundary);
            totals.add(i, gradient);
        }
    }

    private void encode(double[] observation) {
        System.arraycopy(observation, 0, residual, 0, features);
        Arrays.fill(reconstructedProducts, 0);
        for (int i = 0; i < codes.length; i++) {
            preActivations[i] = bias[i];
            for (int j = 0; j < features; j++) {
                preActivations[i] += weights[i][j] * observation[j];
            }
            codes[i] = activation.apply(preActivations[i]);
            if (codes[i] != 0) {
                for (int j = 0; j < features; j++) {
                    residual[j] -= codes[i] * weights[i][j];
                }
                for (int j = 0; j < codes.length; j++) {
                    reconstructedProducts[j] += codes[i] * gram[i][j];
                }
            }
        }
    }

    /** Adds the part of the face {@code z_i = sign lambda}, given the sample's code and its noise across W_i. */
    private void addFace(int i, int sign, double[] observation, int[] support, double[] values) {
        double face = sign * lambda;
        double weight = sign * density(i, face, support, values);
        if (weight == 0) {
            return;
        }
        double shift = (face - preActivations[i]) / gram[i][i];
        double residualProduct = face - bias[i];
        for (int j = 0; j < codes.length; j++) {
            if (j != i) {
                residualProduct -= activation.apply(preActivations[j] + shift * gram[i][j]) * gram[i][j];
            }
        }
        weight *= lambda * lambda * gram[i][i] / 2 - face * residualProduct;
        boundary.add(weight, observation);
        boundary.add(weight * shift, weights[i]);
        boundary.bias += weight;
    }

    /** The density of z_i, given the sample's code. */
    private double density(int i, double face, int[] support, double[] values) {
        double mean = bias[i];
        for (int t = 0; t < support.length; t++) {
            mean += cross[i][support[t]] * values[t];
        }
        double deviation = noise * Math.sqrt(gram[i][i]);
        double standardised = (face - mean) / deviation;
        return Math.exp(-standardised * standardised / 2) / (deviation * Math.sqrt(2 * Math.PI));
    }
}
