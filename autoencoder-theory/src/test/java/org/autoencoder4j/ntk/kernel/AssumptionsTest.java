package org.autoencoder4j.ntk.kernel;

import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.autoencoder4j.ntk.Drawn;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class AssumptionsTest {
    @ParameterizedTest
    @EnumSource(names = {"DOUBLE", "FLOAT"})
    void normalisedSamplesThatPointApartMeetBoth(DataType type) {
        INDArray samples = Drawn.unitRows("samples", 12, 5).castTo(type);
        Assumptions assumptions = assertUnchanged(() -> Assumptions.of(samples), samples);
        assertEquals(Verdict.HOLDS, assumptions.first().verdict());
        assertEquals(Verdict.HOLDS, assumptions.second().verdict());
        assertTrue(assumptions.isPositiveDefinite());
        assertTrue(assumptions.encoder().smallest().value() > 1e-3);
        assertTrue(assumptions.second().witness().orElseThrow().startsWith("the least angle is that of samples "));
        assertTrue(assumptions.lambdaN() >= 12.0 / 5 && assumptions.lambdaN() <= 12, "lambda_n of normalised samples");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void goldenSpectra(int i) {
        Golden golden = Golden.read("p2_kernels_" + i);
        Assumptions assumptions =
                Assumptions.of(golden.matrix("inputs/X").transpose().dup());
        double[] encoder = golden.doubles("outputs/eig_Ginf");
        double[] decoder = golden.doubles("outputs/eig_Hinf");
        assertEquals(encoder[0], assumptions.encoder().smallest().value(), golden.tolerance());
        assertEquals(decoder[0], assumptions.decoder().smallest().value(), golden.tolerance());
        assertEquals(
                decoder[decoder.length - 1], assumptions.decoder().largest().value(), 10 * golden.tolerance());
        assertEquals(golden.number("outputs/lambda_n"), assumptions.lambdaN(), 10 * golden.tolerance());
    }

    /** Samples 0 and 4 are one, 1 and 5 antipodal, 2 and 6 about 1e-7 apart, which is near but not parallel. */
    @Test
    void goldenWithARepeatedSampleNamesIt() {
        Golden golden = Golden.read("p2_degenerate");
        Assumptions assumptions =
                Assumptions.of(golden.matrix("inputs/X").transpose().dup());
        assertEquals(1, assumptions.parallel().size());
        assertEquals(0, assumptions.parallel().get(0).first());
        assertEquals(4, assumptions.parallel().get(0).second());
        assertEquals(1, assumptions.antipodal().size());
        assertEquals(1, assumptions.antipodal().get(0).first());
        assertEquals(5, assumptions.antipodal().get(0).second());
        assertFalse(assumptions.isPositiveDefinite());
        assertEquals(Verdict.FAILS, assumptions.second().verdict());
        assertEquals(
                "parallel: 0 and 4; antipodal: 1 and 5",
                assumptions.second().witness().orElseThrow());
        assertEquals(0, assumptions.encoder().smallest().value(), 1e-15);
    }

    /** Two antipodal pairs in the plane are fine; three have dependent directions, and both kernels an eigenvalue of 0. */
    @ParameterizedTest
    @CsvSource({"2,HOLDS", "3,FAILS"})
    void antipodalPairsAreFineIfTheirDirectionsAreIndependent(int pairs, Verdict verdict) {
        double[][] rows = new double[2 * pairs][];
        for (int i = 0; i < pairs; i++) {
            rows[2 * i] = new double[] {Math.cos(i + 0.3), Math.sin(i + 0.3)};
            rows[2 * i + 1] = new double[] {-2 * Math.cos(i + 0.3), -2 * Math.sin(i + 0.3)};
        }
        Assumptions assumptions = Assumptions.of(Nd4j.createFromArray(rows));
        assertEquals(pairs, assumptions.antipodal().size());
        assertEquals(verdict, assumptions.second().verdict());
        assertEquals(verdict == Verdict.HOLDS, assumptions.isPositiveDefinite());
        double lambda0 = assumptions.encoder().smallest().value();
        double lambdaH = assumptions.decoder().smallest().value();
        if (verdict == Verdict.HOLDS) {
            assertTrue(lambda0 > 0.01 && lambdaH > 0.01, assumptions.toString());
        } else {
            assertEquals(0, lambda0, 1e-15);
            assertEquals(0, lambdaH, 1e-15);
        }
        assertEquals(Verdict.FAILS, assumptions.first().verdict(), "lengths of 2");
    }

    @Test
    void multiplesAndZerosAreNamed() {
        INDArray samples = Drawn.unitRows("samples", 9, 3);
        for (int i = 1; i < 8; i++) {
            samples.putRow(i, samples.getRow(0).mul(i));
        }
        Assumptions assumptions = Assumptions.of(samples);
        assertEquals(7, assumptions.parallel().size());
        assertEquals(
                "parallel: 0 and 1, 0 and 2, 0 and 3, 0 and 4, 0 and 5 and 2 more",
                assumptions.second().witness().orElseThrow());

        INDArray zero = Drawn.unitRows("samples", 3, 3);
        zero.putRow(1, Nd4j.zeros(DataType.DOUBLE, 3));
        Assumptions withZero = Assumptions.of(zero);
        assertFalse(withZero.isPositiveDefinite());
        assertEquals(Verdict.FAILS, withZero.second().verdict());
        assertEquals(0, withZero.parallel().size());
    }
}
