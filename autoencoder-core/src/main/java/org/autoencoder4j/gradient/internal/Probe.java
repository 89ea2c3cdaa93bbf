package org.autoencoder4j.gradient.internal;

import org.autoencoder4j.backend.internal.NativeReals;
import org.autoencoder4j.gradient.internal.rows.ActiveCodes;
import org.autoencoder4j.gradient.internal.rows.EncoderParameters;
import org.autoencoder4j.gradient.internal.rows.Parts;
import org.autoencoder4j.gradient.internal.rows.Rows;
import org.autoencoder4j.gradient.internal.rows.Shape;

/** Counts the active units of a few samples, and tells how much their reconstructions leave of a few of these. */
final class Probe {
    /** The most samples that are looked at. */
    static final int SAMPLES = 128;

    /** The most of which residuals are computed. */
    private static final int RESIDUALS = 8;

    private static final int[] FIRST = {0};

    private final Shape shape;
    private final Rows residual;
    private final Rows atom;
    private final ActiveCodes codes;
    private final NativeReals products;
    private final Rows product;

    Probe(Shape shape) {
        this.shape = shape;
        this.products = NativeReals.allocate(shape.type(), Math.multiplyExact(shape.units(), SAMPLES));
        this.product = shape.rows(1, shape.units());
        this.residual = shape.rows(1, shape.features());
        this.atom = shape.rows(1, shape.features());
        this.codes = new ActiveCodes(1, shape.units());
    }

    /** Returns the mean number of active units of a sample. */
    double meanActive(EncoderParameters parameters, NativeReals observations, int samples, Parts parts) {
        parts.compute(Parts.product(parameters, observations, samples), products);
        long active = 0;
        for (int sample = 0; sample < samples; sample++) {
            product.read(0, products, sample * shape.units(), shape.units());
            active += product.countActive(0, parameters.bias(), parameters.zeros());
        }
        return (double) active / samples;
    }

    /** Tells whether enough is left of the samples that were counted for a Gram form. */
    boolean leavesDigits(EncoderParameters parameters, NativeReals observations, int samples) {
        double energy = 0;
        double left = 0;
        double[] factor = new double[1];
        for (int sample = 0; sample < Math.min(RESIDUALS, samples); sample++) {
            residual.read(0, observations, sample * shape.features(), shape.features());
            energy += residual.dot(0, residual, 0);
            product.read(0, products, sample * shape.units(), shape.units());
            codes.clear();
            product.findActive(0, parameters.bias(), parameters.zeros(), codes);
            for (int e = 0; e < codes.entries(); e++) {
                atom.read(0, parameters.weights(), codes.units[e] * shape.features(), shape.features());
                factor[0] = -codes.codes[e];
                residual.combine(0, atom, FIRST, factor, 0, 1);
            }
            left += residual.dot(0, residual, 0);
        }
        return BatchLoss.keepsDigits(shape.type(), left / energy);
    }
}
