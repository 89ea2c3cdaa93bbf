package org.autoencoder4j.check.contraction;

import java.util.Arrays;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.check.internal.HeapColumns;
import org.autoencoder4j.linalg.SpectralNorm;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.OneHotCodes;
import org.nd4j.linalg.api.buffer.DataType;

/** What certificates need to know of a mixture, whose atoms are divided by their lengths. Not changed after it is made. */
final class Mixture {
    private static final double UNIT = 1e-6;

    final GenerativeModel model;
    /** p. */
    final double[] weights;
    /** theta_ij, the angles between the atoms. */
    final double[][] angles;
    /** {@code ||A||_2}. */
    final double norm;

    private Mixture(GenerativeModel model, OneHotCodes codes) {
        HeapColumns atoms =
                HeapColumns.of("the model's dictionary", model.dictionary()).normalised();
        this.model = model;
        this.weights = codes.weights();
        double[][] products = atoms.products(0, atoms.count(), atoms, 0);
        this.norm = Math.sqrt(SpectralNorm.of(HeapMatrix.ofRows(products, DataType.DOUBLE)));
        this.angles = products;
        for (double[] row : angles) {
            Arrays.setAll(row, j -> Math.acos(Math.max(-1, Math.min(1, row[j]))));
        }
    }

    static Mixture of(GenerativeModel model) {
        if (!(model.codeLaw() instanceof OneHotCodes codes)) {
            throw new IllegalArgumentException(
                    "the model's codes are " + model.codeLaw() + "; they must be those of a mixture, OneHotCodes");
        }
        Checks.between("the model's normDeviation", model.normDeviation(), 0, UNIT);
        return new Mixture(model, codes);
    }

    int units() {
        return weights.length;
    }

    int features() {
        return model.features();
    }

    double sigma() {
        return model.noise();
    }
}
