package org.autoencoder4j.check.contraction.internal;

import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.model.Draw;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Mean squares of the samples' gradients on their true supports, across each atom and along it. */
public final class GradientPilot {
    private static final int CHUNK = 16 * RandomStreams.BLOCK_SIZE;

    private final double[][] weights;
    private final double[][] atoms;
    private final double[] across;
    private final double[] along;

    private GradientPilot(double[][] weights, double[][] atoms) {
        this.weights = weights;
        this.atoms = atoms;
        this.across = new double[atoms.length];
        this.along = new double[atoms.length];
    }

    /** Draws M samples at step 0 of the streams. */
    public static GradientPilot draw(GenerativeModel model, INDArray weights, RandomStreams streams, long samples) {
        GradientPilot pilot = new GradientPilot(HeapMatrix.columns(weights), HeapMatrix.columns(model.dictionary()));
        try (Work work = Work.begin("pilot of the gradient: samples", samples)) {
            for (long from = 0; from < samples; from += CHUNK) {
                long to = Math.min(samples, from + CHUNK);
                pilot.add(model.draw(streams, 0, from, to));
                work.advance(to - from);
            }
        }
        for (int i = 0; i < pilot.across.length; i++) {
            pilot.across[i] /= samples;
            pilot.along[i] /= samples;
        }
        return pilot;
    }

    private void add(Draw draw) {
        double[][] observations = HeapMatrix.rows(draw.observations());
        for (int t = 0; t < observations.length; t++) {
            add(draw.support(t), observations[t]);
        }
    }

    /** {@code z_i r + (W_i^T r) y} for the units of the support. */
    private void add(int[] support, double[] observation) {
        double[] residual = observation.clone();
        double[] codes = new double[support.length];
        for (int t = 0; t < support.length; t++) {
            codes[t] = Vectors.dot(weights[support[t]], observation);
        }
        for (int t = 0; t < support.length; t++) {
            Vectors.add(residual, -codes[t], weights[support[t]]);
        }
        for (int t = 0; t < support.length; t++) {
            int unit = support[t];
            double[] gradient = new double[observation.length];
            Vectors.add(gradient, codes[t], residual);
            Vectors.add(gradient, Vectors.dot(weights[unit], residual), observation);
            double product = Vectors.dot(gradient, atoms[unit]);
            Vectors.add(gradient, -product, atoms[unit]);
            across[unit] += Vectors.dot(gradient, gradient);
            along[unit] += product * product;
        }
    }

    public double across(int unit) {
        return across[unit];
    }

    public double along(int unit) {
        return along[unit];
    }
}
