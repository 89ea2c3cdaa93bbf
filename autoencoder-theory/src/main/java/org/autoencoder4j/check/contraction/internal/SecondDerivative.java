package org.autoencoder4j.check.contraction.internal;

import java.util.Arrays;
import org.autoencoder4j.check.internal.HeapColumns;
import org.autoencoder4j.model.law.SparseCodes;

/**
 * A bound of the norm of the second derivative of the expected gradient within rho of a point, by {@code p1}:
 *
 * <pre>
 *   2 (2 Mm + |b| kk)(1 + pi2 sqrt m) + 8 (sqrt LamW + rho) Mm + 4 kk |b| sqrt k,
 *   Mm = (kappa2 - kappa1^2) Lam + kappa1^2 k Lam + sigma^2,   kk = |kappa1| sqrt(k Lam)
 * </pre>
 *
 * @param atPoint the bound for rho = 0
 * @param slope what each unit of rho adds
 */
public record SecondDerivative(double atPoint, double slope) {
    public static SecondDerivative of(
            SparseCodes law, double noise, HeapColumns atoms, HeapColumns point, double[] bias) {
        int k = law.sparsity();
        double block = SparseConstants.block(atoms, k);
        double mean = law.values().kappa1();
        double moment = (law.values().kappa2() - mean * mean) * block + mean * mean * k * block + noise * noise;
        double direct = Math.abs(mean) * Math.sqrt(k * block);
        double greatest = Arrays.stream(bias).map(Math::abs).max().orElseThrow();
        double together = 1 + SparseConstants.pairs(law) * Math.sqrt(law.units());
        return new SecondDerivative(
                2 * (2 * moment + greatest * direct) * together
                        + 8 * Math.sqrt(SparseConstants.block(point, k)) * moment
                        + 4 * direct * greatest * Math.sqrt(k),
                8 * moment);
    }
}
