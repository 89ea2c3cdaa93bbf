package org.autoencoder4j.sae;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;

/** How the lengths of the decoder's columns go into the encoder. */
final class Folding {
    private static final double ROUNDING = 1e-6;

    private final double[] factors;
    private final double[] divisors;
    private final LatentActivation activation;

    private Folding(double[] factors, double[] divisors, LatentActivation activation) {
        this.factors = factors;
        this.divisors = divisors;
        this.activation = activation;
    }

    /** What each column of the encoder, its bias and its threshold are multiplied by. */
    double[] factors() {
        return factors;
    }

    /** What each column of the decoder is divided by. */
    double[] divisors() {
        return divisors;
    }

    /** The activation of what results. */
    LatentActivation activation() {
        return activation;
    }

    static Folding of(LatentActivation activation, double[] norms, DataType type) {
        // Rounded first, so that thresholds are multiplied by the very numbers that the encoder is multiplied by.
        double[] rounded = Arrays.stream(norms)
                .map(norm -> type == DataType.FLOAT ? (float) norm : norm)
                .toArray();
        double[] divisors = divisors(rounded);
        if (activation instanceof LatentActivation.Relu) {
            return new Folding(divisors, divisors, activation);
        }
        if (activation instanceof LatentActivation.JumpRelu jump) {
            double[] thresholds = jump.thresholds();
            for (int i = 0; i < thresholds.length; i++) {
                thresholds[i] *= divisors[i];
            }
            return new Folding(divisors, divisors, LatentActivation.JumpRelu.of(thresholds));
        }
        if (activation instanceof LatentActivation.TopK top && top.rescaled()) {
            return new Folding(rounded, divisors, new LatentActivation.TopK(top.k(), top.relu(), false));
        }
        throw new IllegalArgumentException("the lengths of the decoder's columns cannot go into an encoder with "
                + activation + ": other latents would be active");
    }

    /** Whether nothing would change that is not rounding, and the activation is one into which no lengths can go. */
    static boolean isNeedless(LatentActivation activation, double[] norms) {
        boolean fixed = activation instanceof LatentActivation.HardThreshold
                || (activation instanceof LatentActivation.TopK top && !top.rescaled());
        return fixed && Arrays.stream(norms).allMatch(norm -> Math.abs(norm - 1) <= ROUNDING);
    }

    /** The lengths, and 1 where there is none. */
    static double[] divisors(double[] norms) {
        return Arrays.stream(norms).map(norm -> norm > 0 ? norm : 1).toArray();
    }
}
