package org.autoencoder4j.check.refinement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.autoencoder4j.check.Samples;
import org.autoencoder4j.check.consistency.CodeSet;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** (P) and (A), by hand and against codes that are made to contradict them. */
class RecoveryCertificatesTest {
    private static final RandomStreams STREAMS = RandomStreams.of(5);
    private static final int CODES = 10_000;

    private static CodeSet codes(boolean signed, int k, double a1, double a2) {
        return signed ? CodeSet.signed(k, a1, a2) : CodeSet.nonNegative(k, a1, a2);
    }

    /** I and Hadamard, n = 64: products are 1/8, so mu1(k) = k / 8, and with W = A only noise disturbs. */
    @Test
    void pursuitByHand() {
        INDArray atoms = Dictionaries.identityAndHadamard(64, DataType.DOUBLE);
        PursuitCertificate exact = PursuitCertificate.of(atoms, atoms, CodeSet.signed(3, 1, 2), 0.125);
        assertEquals(1 - 2 / 8.0 - 3 / 8.0 - 0.25, exact.margin(), 1e-12);
        assertEquals((0.375 / 2 - 0.125) / 6, exact.radius(), 1e-12);
        assertEquals(Double.POSITIVE_INFINITY, exact.scale());
        assertEquals(Verdict.HOLDS, exact.report().verdict());
        assertEquals(
                Verdict.FAILS,
                PursuitCertificate.of(atoms, atoms, CodeSet.signed(5, 1, 1), 0)
                        .report()
                        .verdict());
        assertEquals(
                Verdict.INCONCLUSIVE,
                PursuitCertificate.of(atoms, atoms, CodeSet.signed(3, 1, 2), 0.1875)
                        .report()
                        .verdict());
    }

    /** The first column is longer by d along itself and by e along another: sums of |W_j^T D_i| by hand. */
    @Test
    void theDisturbanceIsTheGreatestSumOfProducts() {
        INDArray weights = Nd4j.eye(4).castTo(DataType.DOUBLE);
        INDArray atoms = weights.dup();
        atoms.putScalar(1, 0, 0.1);
        atoms.putScalar(1, 2, -0.05);
        atoms.putScalar(3, 3, 0.98);
        PursuitCertificate certificate = PursuitCertificate.of(weights, atoms, CodeSet.signed(2, 1, 3), 0.01);
        assertEquals(3 * 0.15 + 0.01, certificate.disturbance(), 1e-15);
        assertEquals(0.98 / 2 / 0.45, certificate.scale(), 1e-12);
        assertTrue(certificate.report().witness().orElseThrow().endsWith("unit 1 that with the errors"));
    }

    /** At the scale the margin is 0, in the direction of the error; the radius is within it. */
    @Test
    void scaleAndRadiusAreWhereTheMarginEnds() {
        INDArray weights = Dictionaries.identityAndHadamard(64, DataType.DOUBLE);
        INDArray atoms = Initialiser.near(weights, 0.02).weights(128, STREAMS);
        CodeSet codes = CodeSet.nonNegative(2, 1, 1.5);
        PursuitCertificate near = PursuitCertificate.of(weights, atoms, codes, 0.05);
        INDArray border = weights.add(atoms.sub(weights).mul(near.scale()));
        assertEquals(0, PursuitCertificate.of(weights, border, codes, 0.05).margin(), 1e-12);
        assertTrue(near.radius() < near.scale() * 0.02);
        // All errors along one column: the worst direction there is, of which no smaller radius is needed.
        INDArray worst = weights.dup('f');
        for (int i = 0; i < 128; i++) {
            worst.getColumn(i).addi(weights.getColumn(7).mul(near.radius()));
        }
        assertEquals(0, PursuitCertificate.of(weights, worst, codes, 0.05).margin(), 1e-12);
    }

    /** Near the border of (P), with error and noise: no code is missed. Far beyond it the same codes find misses. */
    @ParameterizedTest
    @CsvSource({"true,2,1,2", "false,2,1,2", "true,3,.5,1", "false,3,.5,1"})
    void noExtremeCodeContradictsThePursuitCertificate(boolean signed, int k, double a1, double a2) {
        INDArray weights = Dictionaries.identityAndHadamard(64, DataType.DOUBLE);
        INDArray atoms = Initialiser.near(weights, 0.01).weights(128, STREAMS);
        CodeSet codes = codes(signed, k, a1, a2);
        double allowed = PursuitCertificate.of(weights, atoms, codes, 0).margin() / 2;
        PursuitCertificate border = PursuitCertificate.of(weights, atoms, codes, 0.999 * allowed);
        assertEquals(Verdict.HOLDS, border.report().verdict());
        assertEquals(0, misses(weights, atoms, codes, 0.999 * allowed));
        assertTrue(misses(weights, atoms, codes, 3 * allowed) > 0);
    }

    private static int misses(INDArray weights, INDArray atoms, CodeSet codes, double noise) {
        double[][] w = weights.transpose().toDoubleMatrix();
        double[][] a = atoms.transpose().toDoubleMatrix();
        ExtremeCodes extreme = new ExtremeCodes(w, codes, Samples.random(3));
        ReferencePursuit pursuit =
                new ReferencePursuit(w, codes.signs() == CodeSet.signed(1, 1, 1).signs());
        int misses = 0;
        for (int t = 0; t < CODES; t++) {
            extreme.next();
            double[] sample = extreme.sample(a);
            double[] eta = extreme.disturbance();
            double greatest = Arrays.stream(w)
                    .mapToDouble(column -> Math.abs(ReferencePursuit.dot(column, eta)))
                    .max()
                    .orElseThrow();
            for (int row = 0; row < sample.length; row++) {
                sample[row] += noise / greatest * eta[row];
            }
            misses += Arrays.equals(extreme.support, pursuit.support(sample, codes.sparsity())) ? 0 : 1;
        }
        return misses;
    }

    /** I and Hadamard, n = 64, k = 3: mu1(5) = 5/8. */
    @Test
    void explainedByHand() {
        ExplainedCertificate certificate =
                ExplainedCertificate.of(Dictionaries.identityAndHadamard(64, DataType.DOUBLE), 3);
        assertEquals(0.625, certificate.coherence(), 1e-14);
        double half = Math.sqrt(0.5);
        double allowed = 2 * Math.sqrt(0.375) * (half - 0.625) / (1 + half);
        assertEquals(allowed, certificate.allowedError(2), 1e-13);
        assertEquals(Verdict.HOLDS, certificate.report(2, 0.99 * allowed).verdict());
        assertEquals(Verdict.FAILS, certificate.report(2, 1.01 * allowed).verdict());
        assertEquals(
                Verdict.INCONCLUSIVE,
                certificate.report(2, certificate.allowedError(2)).verdict());
        ExplainedCertificate coherent =
                ExplainedCertificate.of(Dictionaries.identityAndHadamard(64, DataType.DOUBLE), 4);
        assertEquals(Verdict.FAILS, coherent.report(2, 0).verdict());
        assertThrows(
                IllegalArgumentException.class,
                () -> ExplainedCertificate.of(Dictionaries.identityAndHadamard(4, DataType.DOUBLE), 5));
    }

    /** Wrong supports of k units, with the rival and others, at errors just below those that are allowed. */
    @ParameterizedTest
    @CsvSource({"true,2", "false,2", "true,3", "false,3"})
    void noExtremeCodeContradictsTheExplainedCertificate(boolean signed, int k) {
        INDArray weights = Dictionaries.identityAndHadamard(64, DataType.DOUBLE);
        double allowed = ExplainedCertificate.of(weights, k).allowedError(1);
        assertTrue(allowed > 0);
        assertEquals(0, wronglyExplained(weights, codes(signed, k, 1, 2), 0.999 * allowed));
        assertEquals(0, wronglyExplained(weights, codes(signed, k, 1, 2), 0));
    }

    /** The search does find wrong supports that explain, where columns are coherent. */
    @Test
    void coherentColumnsAreExplainedWrongly() {
        INDArray columns = Dictionaries.gaussian(4, 40, DataType.DOUBLE, STREAMS);
        assertTrue(wronglyExplained(columns, CodeSet.signed(2, 1, 2), 0) > 0);
        assertEquals(
                Verdict.FAILS, ExplainedCertificate.of(columns, 2).report(1, 0).verdict());
    }

    private static int wronglyExplained(INDArray weights, CodeSet codes, double error) {
        double[][] w = weights.transpose().toDoubleMatrix();
        RandomGenerator random = Samples.random(4);
        ExtremeCodes extreme = new ExtremeCodes(w, codes, random);
        ReferencePursuit pursuit = new ReferencePursuit(w, true);
        int wrong = 0;
        for (int t = 0; t < CODES; t++) {
            extreme.next();
            double[] sample = extreme.sample(w);
            double[] e = extreme.disturbance();
            double scale = error / Math.sqrt(ReferencePursuit.dot(e, e));
            for (int row = 0; row < sample.length; row++) {
                sample[row] += scale * e[row];
            }
            wrong += pursuit.explains(sample, wrongSupport(extreme, w.length, random)) ? 1 : 0;
        }
        return wrong;
    }

    /** The rival in place of some of the support's units, the others of which are kept or exchanged. */
    private static int[] wrongSupport(ExtremeCodes extreme, int units, RandomGenerator random) {
        int k = extreme.support.length;
        int kept = random.nextInt(k);
        int[] support = IntStream.concat(
                        IntStream.of(extreme.rival),
                        IntStream.concat(
                                Arrays.stream(Samples.permutation(random, k))
                                        .limit(kept)
                                        .map(t -> extreme.support[t]),
                                Arrays.stream(Samples.permutation(random, units))
                                        .filter(j ->
                                                Arrays.stream(extreme.support).noneMatch(s -> s == j))))
                .distinct()
                .limit(k)
                .sorted()
                .toArray();
        assertFalse(Arrays.equals(support, extreme.support));
        return support;
    }

    /** The pursuit of these tests finds what a projection by hand does. */
    @Test
    void theReferenceIsAPursuit() {
        double[][] columns = {{1, 0, 0}, {0, 1, 0}, {0.6, 0.8, 0}};
        ReferencePursuit pursuit = new ReferencePursuit(columns, true);
        assertArrayEquals(new int[] {0, 1}, pursuit.support(new double[] {-3, 0.5, 0}, 2));
        assertEquals(4, pursuit.residualEnergy(new double[] {1, 2, 0}, 0), 1e-15);
        assertTrue(pursuit.explains(new double[] {1, 2, 0}, 1));
        assertFalse(pursuit.explains(new double[] {1, 2, 0}, 0));
    }

    /** Lengths of 1 -+ 9e-7 pass as 1, and yet the second column has the greater product with what is the first one's. */
    @Test
    void lengthsThatAreNotQuiteOneCertifyNothing() {
        double cosine = 1 - 1.2e-6;
        INDArray weights = Nd4j.createFromArray(new double[][] {
            {1 - 9e-7, (1 + 9e-7) * cosine}, {0, (1 + 9e-7) * Math.sqrt(1 - cosine * cosine)}
        });
        PursuitCertificate certificate = PursuitCertificate.of(weights, weights, CodeSet.signed(1, 1, 1), 0);
        double[] products = weights.transpose().mmul(weights.getColumn(0)).toDoubleVector();
        assertTrue(products[1] > products[0], "pursuit takes the wrong unit");
        assertTrue(certificate.margin() > 0);
        assertEquals(Verdict.INCONCLUSIVE, certificate.report().verdict(), certificate.report()::text);
    }
}
