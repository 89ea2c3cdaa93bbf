package org.autoencoder4j.model;

import java.util.random.RandomGenerator;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Dictionaries A ({@code n x m} in 'f' order, atoms are columns) on which theory can be tried.
 *
 * <p>They are computed in double precision, all but {@link #lowCoherence} in plain Java, so that a seed gives the same
 * numbers everywhere; FLOAT gives the DOUBLE numbers rounded. Random ones take their numbers from the streams' purpose {@code "dictionary"}.
 */
public final class Dictionaries {
    private Dictionaries() {}

    /**
     * Draws independent normal entries and scales each column to length 1: atoms are uniform on the unit sphere. Its
     * incoherence is about {@code sqrt(2 log(m^2 / 2))}.
     *
     * @param features n, at least 1
     * @param units m, at least 1
     * @param type FLOAT or DOUBLE
     * @param streams the source of randomness
     * @return A, {@code n x m} with unit columns; those of {@link #gaussianUnnormalised} after scaling
     * @throws IllegalArgumentException if a size is below 1 or the type is another
     */
    public static INDArray gaussian(int features, int units, DataType type, RandomStreams streams) {
        return array(unitColumns(normal(features, units, streams)), type);
    }

    /**
     * Draws independent normal entries of mean 0 and standard deviation {@code 1/sqrt(n)}: atoms have length 1 only
     * nearly.
     *
     * @param features n, at least 1
     * @param units m, at least 1
     * @param type FLOAT or DOUBLE
     * @param streams the source of randomness
     * @return A, {@code n x m}
     * @throws IllegalArgumentException if a size is below 1 or the type is another
     * @paper NWH19 section 6 (read "N(0, 1/sqrt n)" as the standard deviation: as a variance, the stated distances and
     *     losses are impossible)
     */
    public static INDArray gaussianUnnormalised(int features, int units, DataType type, RandomStreams streams) {
        return array(normal(features, units, streams).scalarMultiply(1 / Math.sqrt(features)), type);
    }

    /**
     * Draws a dictionary of orthonormal atoms, uniformly: the QR decomposition of a normal matrix, with the signs that
     * make R's diagonal positive. Cost: {@code O(n^2 m)}.
     *
     * @param features n, at least 1
     * @param units m, between 1 and n
     * @param type FLOAT or DOUBLE
     * @param streams the source of randomness
     * @return A, {@code n x m} with A^T A = I
     * @throws IllegalArgumentException if a size is outside its range or the type is another
     */
    public static INDArray orthonormal(int features, int units, DataType type, RandomStreams streams) {
        Checks.atLeast("features", features, 1);
        Checks.between("units", units, 1, features);
        QRDecomposition decomposition = new QRDecomposition(normal(features, units, streams));
        RealMatrix q = decomposition.getQ();
        RealMatrix r = decomposition.getR();
        RealMatrix atoms = new Array2DRowRealMatrix(features, units);
        for (int i = 0; i < units; i++) {
            atoms.setColumnVector(i, q.getColumnVector(i).mapMultiply(Math.signum(r.getEntry(i, i))));
        }
        return array(atoms, type);
    }

    /**
     * Returns the union of two orthonormal bases, {@code [I, H / sqrt(n)]} with Sylvester's Hadamard matrix H. Atoms of
     * different bases have products of exactly {@code 1/sqrt(n)} in magnitude: incoherence 1, the least that a union of
     * two bases can have.
     *
     * @param features n, a power of two up to 2^15
     * @param type FLOAT or DOUBLE
     * @return A, {@code n x 2n} with unit columns
     * @throws IllegalArgumentException if features is no such power or the type is another
     */
    public static INDArray identityAndHadamard(int features, DataType type) {
        Checks.between("features", features, 1, 1 << 15);
        if (Integer.bitCount(features) != 1) {
            throw new IllegalArgumentException(
                    "features = " + features + " must be a power of two: Sylvester's Hadamard matrix needs it");
        }
        double magnitude = 1 / Math.sqrt(features);
        RealMatrix atoms = new Array2DRowRealMatrix(features, 2 * features);
        for (int i = 0; i < features; i++) {
            atoms.setEntry(i, i, 1);
            for (int j = 0; j < features; j++) {
                atoms.setEntry(i, features + j, Integer.bitCount(i & j) % 2 == 0 ? magnitude : -magnitude);
            }
        }
        return array(atoms, type);
    }

    /**
     * Searches for unit atoms whose largest product {@code max_{i != j} |<A_i, A_j>|} is small, by alternating
     * projection: a normal dictionary's Gram matrix is clipped off the diagonal to Welch's bound
     * {@code sqrt((m - n) / (n (m - 1)))}, then brought back to the Gram matrix of a tight frame with unit columns, and
     * so on. The step back takes the leading n-dimensional eigenspace by one step of subspace iteration from the frame
     * itself. Returns the best dictionary met. Cost: {@code iterations (2 n m^2 + 2 n^2 m)} multiplications, in matrix
     * products of the backend, whose rounding shows in the last digits; memory for some arrays of n m numbers.
     *
     * @param features n, at least 2
     * @param units m, above n
     * @param iterations how many times to clip and return, at least 1; 100 are usually enough
     * @param type FLOAT or DOUBLE
     * @param streams the source of randomness
     * @return A, {@code n x m} with unit columns, of no greater coherence than {@link #gaussian} gives for these streams
     * @throws IllegalArgumentException if a number is outside its range or the type is another
     */
    public static INDArray lowCoherence(int features, int units, int iterations, DataType type, RandomStreams streams) {
        Checks.atLeast("features", features, 2);
        Checks.atLeast("units", units, features + 1L);
        Checks.atLeast("iterations", iterations, 1);
        Checks.realType("type", type);
        INDArray start = gaussian(features, units, DataType.DOUBLE, streams);
        return AlternatingProjection.lowerCoherence(start, iterations)
                .castTo(type)
                .dup('f');
    }

    private static RealMatrix normal(int features, int units, RandomStreams streams) {
        Checks.atLeast("features", features, 1);
        Checks.atLeast("units", units, 1);
        RandomGenerator random = streams.at("dictionary", 0, 0);
        RealMatrix atoms = new Array2DRowRealMatrix(features, units);
        try (Work work = Work.begin("random dictionary: atoms", units)) {
            for (int i = 0; i < units; i++) {
                for (int j = 0; j < features; j++) {
                    atoms.setEntry(j, i, random.nextGaussian());
                }
                work.advance(1);
            }
        }
        return atoms;
    }

    private static RealMatrix unitColumns(RealMatrix atoms) {
        for (int i = 0; i < atoms.getColumnDimension(); i++) {
            atoms.setColumnVector(i, atoms.getColumnVector(i).unitVector());
        }
        return atoms;
    }

    private static INDArray array(RealMatrix atoms, DataType type) {
        Checks.realType("type", type);
        return Nd4j.createFromArray(atoms.getData()).castTo(type).dup('f');
    }
}
