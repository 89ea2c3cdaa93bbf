package org.autoencoder4j.ntk.convergence;

/** How weights move: along the gradient's flow, or by steps against it. */
public enum Dynamics {
    /** {@code d theta / dt = -grad L}: the squared error falls as {@code exp(-lambda t / d)}. */
    FLOW(2),
    /** {@code theta - eta grad L}: the squared error falls as {@code (1 - eta lambda / (2d))^k}. */
    DESCENT(4);

    private final int path;

    Dynamics(int path) {
        this.path = path;
    }

    /**
     * The length of a path whose speed is {@code c ||X - U||_F} at each moment is at most {@code path d c ||X - U(0)||_F /
     * lambda}: the integral of {@code exp(-lambda t / (2d))} is {@code 2d / lambda}, and the sum of {@code eta (1 - eta
     * lambda / (2d))^(k/2)} at most {@code 4d / lambda}, since {@code 1 - sqrt(1 - x) >= x / 2}.
     */
    int path() {
        return path;
    }
}
