package org.autoencoder4j.descent;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.linalg.SpectralNorm;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The convex set of the nearness step, {@code B = {W : ||W_i - C_i|| <= delta for each column i, ||W||_2 <= cap}}.
 *
 * <p>The paper centres it at the unknown dictionary; what can be done is to centre it at an initial estimate C that is
 * delta-close, with a known bound for the dictionary's spectral norm. The centre itself must lie in the set, otherwise
 * the set may be empty. Immutable; threads may share it.
 *
 * @paper NWH19 Lemma 3 and the projection step of section 5.2, centre corrected
 */
public final class FeasibleSet implements Constraint {
    private static final int MOST_SWEEPS = 20_000;
    private static final double TOLERANCE = 1e-10;

    private final INDArray centre;
    private final double delta;
    private final double cap;

    /**
     * Makes the set.
     *
     * @param centre C, {@code n x m}, FLOAT or DOUBLE; copied
     * @param delta the radius of each column's ball, finite and at least 0
     * @param cap the largest spectral norm allowed, finite and at least the centre's
     * @throws IllegalArgumentException if an argument is out of range; a cap below the centre's spectral norm leaves a
     *     set that may be empty
     */
    public FeasibleSet(INDArray centre, double delta, double cap) {
        Checks.matrix("centre", centre);
        Checks.finite("centre", centre);
        this.delta = Checks.nonNegative("delta", delta);
        this.cap = Checks.positive("cap", cap);
        this.centre = centre.castTo(DataType.DOUBLE).dup('f');
        double norm = SpectralNorm.of(this.centre);
        if (norm > cap * (1 + 1e-12)) {
            throw new IllegalArgumentException("cap = " + cap + " is below the centre's spectral norm " + norm
                    + "; it must be at least that, or the set may be empty");
        }
    }

    /**
     * Projects weights onto the set: the nearest point in Frobenius norm, by Dykstra's algorithm, which alternates the
     * projections onto the balls and onto the spectral ball and remembers their corrections, until a sweep moves the point
     * by at most 1e-10 of its norm. Computed in DOUBLE. Cost:
     * an eigendecomposition of order {@code min(n, m)} for each of some tens to thousands of sweeps.
     *
     * @param weights W, {@code n x m}
     * @return the projection, of the weights' type; the argument is not changed
     * @throws IllegalArgumentException if the shape is not the centre's or an entry is not finite
     * @throws ArithmeticException if 20000 sweeps do not suffice
     */
    public INDArray project(INDArray weights) {
        Checks.matrix("weights", weights, centre.rows(), centre.columns(), "the shape of the centre");
        Checks.finite("weights", weights);
        INDArray point = weights.castTo(DataType.DOUBLE).dup('f');
        INDArray ballCorrection = point.mul(0);
        INDArray normCorrection = point.mul(0);
        double scale = Math.max(1, point.norm2Number().doubleValue());
        for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
            INDArray shifted = point.add(ballCorrection);
            INDArray inBalls = ontoBalls(shifted);
            ballCorrection = shifted.subi(inBalls);

            INDArray shiftedAgain = inBalls.add(normCorrection);
            INDArray next = ontoSpectralBall(shiftedAgain);
            normCorrection = shiftedAgain.subi(next);

            double change = next.sub(point).norm2Number().doubleValue();
            double gap = next.sub(inBalls).norm2Number().doubleValue();
            point = next;
            if (change <= TOLERANCE * scale && gap <= TOLERANCE * scale) {
                return point.castTo(weights.dataType());
            }
        }
        throw new ArithmeticException("Dykstra's algorithm did not converge in " + MOST_SWEEPS + " sweeps");
    }

    /** Replaces the array by its projection; where it has none that can be computed, all columns are left as before. */
    @Override
    public int apply(INDArray array, INDArray before, INDArray initial, long update) {
        Checks.matrix("array", array, centre.rows(), centre.columns(), "the shape of the centre");
        try {
            array.assign(project(array));
            return 0;
        } catch (IllegalArgumentException | ArithmeticException e) {
            array.assign(before);
            return array.columns();
        }
    }

    @Override
    public String name(long update) {
        return "within " + delta + " of the centre with digest " + digest() + ", spectral norm at most " + cap;
    }

    private String digest() {
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * centre.rows());
        CRC32 digest = new CRC32();
        for (double[] column : HeapMatrix.columns(centre)) {
            bytes.clear().asDoubleBuffer().put(column);
            digest.update(bytes);
        }
        return Long.toHexString(digest.getValue());
    }

    /** Projects each column onto its ball. */
    INDArray ontoBalls(INDArray weights) {
        INDArray offset = weights.sub(centre);
        INDArray norms = offset.norm2(0);
        for (int i = 0; i < norms.length(); i++) {
            norms.putScalar(i, norms.getDouble(i) > delta ? delta / norms.getDouble(i) : 1);
        }
        return offset.muliRowVector(norms).addi(centre);
    }

    /** Clips the singular values at the cap, through the eigenvectors of the smaller Gram matrix. */
    INDArray ontoSpectralBall(INDArray weights) {
        boolean wide = weights.columns() > weights.rows();
        INDArray gram =
                wide ? weights.mmul(weights.transpose()) : weights.transpose().mmul(weights);
        SymmetricEigen eigen = SymmetricEigen.of(gram);
        INDArray values = eigen.values();
        int n = (int) values.length();
        if (Math.sqrt(values.getDouble(n - 1)) <= cap) {
            return weights.dup('f');
        }
        INDArray factors = values.dup();
        for (int i = 0; i < n; i++) {
            double singular = Math.sqrt(Math.max(0, values.getDouble(i)));
            factors.putScalar(i, singular > cap ? cap / singular : 1);
        }
        INDArray clip =
                eigen.vectors().mulRowVector(factors).mmul(eigen.vectors().transpose());
        return (wide ? clip.mmul(weights) : weights.mmul(clip)).dup('f');
    }
}
