package org.autoencoder4j.extension;

import org.autoencoder4j.network.Activation;

/** A user's activation, {@code log(1 + e^z)}. */
record Softplus() implements Activation {
    @Override
    public double apply(double z) {
        return Math.max(z, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(z)));
    }

    @Override
    public double slope(double z) {
        return 1 / (1 + StrictMath.exp(-z));
    }

    @Override
    public String name() {
        return "softplus";
    }
}
