package org.autoencoder4j.linalg;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.autoencoder4j.backend.internal.Norms;
import org.autoencoder4j.backend.internal.UnitColumns;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is homogeneous is computed so at all scales at which the numbers themselves are numbers. */
class ScaleTest {
    /** A matrix of order 60, positive definite, with entries of the order of 1. */
    private static INDArray matrix() {
        INDArray symmetric = SymmetricEigenTest.symmetric(60);
        return symmetric
                .mmul(symmetric)
                .divi(60)
                .addi(Nd4j.eye(60).castTo(DataType.DOUBLE).mul(0.1));
    }

    private static void assertNear(double expected, double actual, DataType type) {
        assertEquals(expected, actual, (type == DataType.DOUBLE ? 1e-8 : 1e-4) * Math.abs(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "DOUBLE,-300",
        "DOUBLE,-170",
        "DOUBLE,-155",
        "DOUBLE,-90",
        "DOUBLE,90",
        "DOUBLE,154",
        "DOUBLE,170",
        "DOUBLE,300",
        "FLOAT,-36",
        "FLOAT,-20",
        "FLOAT,-12",
        "FLOAT,12",
        "FLOAT,19",
        "FLOAT,36"
    })
    void spectraScale(DataType type, int exponent) {
        double factor = Math.pow(10, exponent);
        INDArray scaled = matrix().mul(factor).castTo(type);
        Spectrum expected = Spectrum.of(matrix());
        for (Spectrum found : new Spectrum[] {Spectrum.of(scaled), Spectrum.iterated(scaled)}) {
            assertTrue(found.converged(), found::toString);
            assertNear(expected.smallest().value(), found.smallest().value() / factor, type);
            assertNear(expected.largest().value(), found.largest().value() / factor, type);
            assertNear(expected.condition(), found.condition(), type);
            assertTrue(found.largest().residual() <= 1e-4 * found.largest().value());
        }
        assertNear(expected.largest().value(), SpectralNorm.of(scaled) / factor, type);
    }

    @ParameterizedTest
    @CsvSource({
        "DOUBLE,-305", "DOUBLE,-170", "DOUBLE,-155", "DOUBLE,154", "DOUBLE,170", "DOUBLE,300",
        "FLOAT,-37", "FLOAT,-23", "FLOAT,-20", "FLOAT,19", "FLOAT,20", "FLOAT,37"
    })
    void normsAndUnitColumnsScale(DataType type, int exponent) {
        double factor = Math.pow(10, exponent);
        INDArray columns = SymmetricEigenTest.symmetric(20);
        double norm = columns.norm2Number().doubleValue();
        double tolerance = type == DataType.DOUBLE ? 1e-12 : 1e-5;
        INDArray expected = columns.divRowVector(columns.norm2(0));
        for (char order : new char[] {'c', 'f'}) {
            INDArray scaled = columns.mul(factor).castTo(type).dup(order);
            for (int dimension : new int[] {0, 1}) {
                assertEquals(norm, Norms.frobenius(scaled, dimension) / factor, tolerance * norm);
            }
            assertEquals(0, UnitColumns.set(scaled, Nd4j.ones(type, 20, 20).dup(order)), "columns kept");
            assertClose(expected, scaled.castTo(DataType.DOUBLE), tolerance);
        }
    }
}
