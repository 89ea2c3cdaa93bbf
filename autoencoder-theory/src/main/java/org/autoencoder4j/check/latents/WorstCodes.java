package org.autoencoder4j.check.latents;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.autoencoder4j.check.consistency.SupportSize;
import org.autoencoder4j.check.latents.internal.RowExtremes;

/** The codes at which a unit's pre-activation is the least or the greatest. Each costs {@code 4 n m}. */
record WorstCodes(EncodedDictionary encoded, LatentCodes codes) {
    /** Of the codes with the unit's atom the one at which it is lowest. */
    LatentWitness on(int unit, double nu, double z) {
        int[] others = row(unit).leastSupport(codes.sparsity() - 1, codes.size());
        int[] support =
                IntStream.concat(IntStream.of(unit), Arrays.stream(others)).toArray();
        return LatentWitness.of(encoded, codes, unit, support, -1, -nu, z);
    }

    /** Of the codes without it, of so many atoms, the one at which it is highest. */
    LatentWitness above(int unit, int k, SupportSize size, double nu, double z) {
        return LatentWitness.of(encoded, codes, unit, row(unit).greatestSupport(k, size), 1, nu, z);
    }

    /** Of the codes without it the one at which it is lowest. */
    LatentWitness below(int unit, double nu, double z) {
        int[] support = row(unit).leastSupport(codes.sparsity(), codes.size());
        return LatentWitness.of(encoded, codes, unit, support, -1, -nu, z);
    }

    /** A support at the least values for the unit, without noise. */
    LatentWitness of(int unit, int... support) {
        double[] products = encoded.products().row(unit);
        double z = encoded.bias(unit)
                + Arrays.stream(support)
                        .mapToDouble(j -> codes.down(j, products[j]))
                        .sum();
        return LatentWitness.of(encoded, codes, unit, support, -1, 0, z);
    }

    private RowExtremes row(int unit) {
        return new RowExtremes(codes, codes.sparsity())
                .read(unit, encoded.products().row(unit));
    }
}
