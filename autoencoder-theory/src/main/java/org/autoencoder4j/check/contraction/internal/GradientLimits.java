package org.autoencoder4j.check.contraction.internal;

import org.autoencoder4j.check.internal.HeapColumns;
import org.autoencoder4j.model.GenerativeModel;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Bounds of the samples' gradients on k true supports, whatever the code:
 * {@code |H| = |z_i r + (W_i^T r) y| <= 2 |y| |r| <= 2 max(1, LamW - 1) |y|^2} and {@code |y| <= a2 sqrt(k Lam) + |eta|}.
 *
 * @param bound B, no less than {@code |H - E H|} of all samples whose noise is at most rho long, H being 0 for others
 * @param shift no less than what leaving out the others moves the expectation by
 */
public record GradientLimits(double bound, double shift) {
    /** Takes the rho that noise of {@code most} samples keeps to, but for a probability of {@code exp(-exponent)}. */
    public static GradientLimits of(GenerativeModel model, INDArray weights, double exponent, double most) {
        int k = model.codeLaw().sparsity();
        double share = model.codeLaw().inclusion(0);
        double factor = 2 * Math.max(1, SparseConstants.block(HeapColumns.of("weights", weights), k) - 1);
        double atoms = SparseConstants.block(HeapColumns.of("dictionary", model.dictionary()), k);
        double signal = model.codeLaw().values().a2() * Math.sqrt(k * atoms);
        double n = model.features();
        double rho = model.noise() * (Math.sqrt(n) + Math.sqrt(2 * (exponent + Math.log(most))));
        // The mean of (signal + |eta|)^4 is at most the fourth power of this.
        double typical = signal + model.noise() * Math.pow(n * (n + 2), 0.25);
        return new GradientLimits(
                (1 + share) * factor * (signal + rho) * (signal + rho),
                share * factor * typical * typical * Math.exp(-exponent / 2) / Math.sqrt(most));
    }
}
