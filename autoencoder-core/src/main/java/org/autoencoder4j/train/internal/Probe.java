package org.autoencoder4j.train.internal;

import org.autoencoder4j.linalg.internal.NativeReals;

/** Counts the active units of a few samples. */
final class Probe {
    /** The most samples that are looked at. */
    static final int SAMPLES = 128;

    private final Shape shape;
    private final NativeReals products;
    private final Rows product;

    Probe(Shape shape) {
        this.shape = shape;
        this.products = NativeReals.allocate(shape.type(), Math.multiplyExact(shape.units(), SAMPLES));
        this.product = shape.rows(1, shape.units());
    }

    /** Returns the mean number of active units of a sample. */
    double meanActive(Parameters parameters, NativeReals observations, int samples) {
        parameters.products(observations, samples, products);
        long active = 0;
        for (int sample = 0; sample < samples; sample++) {
            product.read(0, products, sample * shape.units(), shape.units());
            active += product.countActive(0, parameters.bias(), parameters.passing());
        }
        return (double) active / samples;
    }
}
