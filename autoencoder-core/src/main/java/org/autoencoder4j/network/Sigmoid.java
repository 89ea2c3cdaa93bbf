package org.autoencoder4j.network;

/** The logistic function {@code 1 / (1 + e^-z)}. */
public record Sigmoid() implements Activation {
    @Override
    public double apply(double z) {
        return 1 / (1 + StrictMath.exp(-z));
    }

    @Override
    public double slope(double z) {
        double sigma = apply(z);
        return sigma * (1 - sigma);
    }

    @Override
    public String name() {
        return "sigmoid";
    }
}
