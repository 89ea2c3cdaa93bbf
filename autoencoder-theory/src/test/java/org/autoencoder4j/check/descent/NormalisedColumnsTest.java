package org.autoencoder4j.check.descent;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.autoencoder4j.check.Samples;
import org.autoencoder4j.report.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NormalisedColumnsTest {
    /** The tangent to the circle of radius r from the origin touches it at cosine r to the atom's direction. */
    private static INDArray tangentPoint(double r) {
        return Nd4j.createFromArray(new double[][] {{1 - r * r}, {r * Math.sqrt(1 - r * r)}});
    }

    private static final INDArray ATOM = Nd4j.createFromArray(new double[][] {{1}, {0}});
    private static final INDArray NAN = Nd4j.createFromArray(new double[][] {{Double.NaN}, {0}});

    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 0.1, 0.5, 0.9, 0.999})
    void theBoundIsSharp(double r) {
        INDArray point = tangentPoint(r);
        NormalisedColumns columns = assertUnchanged(() -> NormalisedColumns.of(point, ATOM), point, ATOM);
        assertClose(r, columns.before()[0], 1e-13);
        assertClose(NormalisedColumns.bound(r), columns.after()[0], 1e-10);
        assertTrue(columns.after()[0] > r);
    }

    /** Numbers of an independent computation for the factor of the bound, and the series. */
    @Test
    void theFactorIsNextToOne() {
        assertEquals(1.0029, NormalisedColumns.bound(0.15) / 0.15, 1e-4);
        assertEquals(1.0353, NormalisedColumns.bound(0.5) / 0.5, 1e-4);
        assertEquals(Math.sqrt(2), NormalisedColumns.bound(1), 1e-15);
        assertEquals(0, NormalisedColumns.bound(0));
        double r = 1e-2;
        assertEquals(r * (1 + r * r / 8), NormalisedColumns.bound(r), 1e-10);
    }

    /** Print's display asks for a contraction that its condition on tau does not give; no tau is needed. */
    @Test
    void thePrintedConditionDoesNotGiveItsDisplay() {
        double tau = 0.3;
        double delta = 0.1;
        assertTrue(tau <= (1 - delta) / (2 - delta));
        double w = 1 - (1 - tau) * delta;
        assertTrue(2 * (1 - tau) / w > 1);
        assertTrue(NormalisedColumns.bound((1 - tau) * delta) < delta);
    }

    @Test
    void theReportNamesTheColumnThatDecides() {
        INDArray atoms = Nd4j.hstack(ATOM, ATOM, ATOM);
        INDArray points =
                Nd4j.hstack(ATOM.mul(0.7), tangentPoint(0.4), tangentPoint(0.2).mul(0.9));
        NormalisedColumns columns = NormalisedColumns.of(points, atoms);
        assertEquals("column 1", columns.report().witness().orElseThrow());
        assertEquals(0, columns.after()[0]);
        assertEquals(columns.before()[1], columns.report().findings().get("before"));
    }

    @Test
    void conditionsRefuseLongAtomsAndFarColumns() {
        assertEquals(
                Verdict.NOT_APPLICABLE,
                NormalisedColumns.of(ATOM.mul(1.1), ATOM.mul(1.1)).report().verdict());
        assertEquals(
                Verdict.NOT_APPLICABLE,
                NormalisedColumns.of(ATOM.neg(), ATOM).report().verdict());
    }

    /** A zero column stays, at distance 1 from its atom: the bound does not speak of it. */
    @Test
    void aZeroColumnIsNotNormalised() {
        NormalisedColumns zero = NormalisedColumns.of(ATOM.mul(0), ATOM);
        assertEquals(1, zero.after()[0]);
        assertEquals(Verdict.INCONCLUSIVE, zero.report().verdict());
    }

    /** Atoms of FLOAT have length 1 to some 1e-8 only; the bound is about their directions. */
    @Test
    void roundedAtomsDoNotBreakTheBound() {
        INDArray atoms = Samples.unitColumns(Samples.random(2), 9, 5).castTo(DataType.FLOAT);
        assertEquals(Verdict.HOLDS, NormalisedColumns.of(atoms, atoms).report().verdict());
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThrows(IllegalArgumentException.class, () -> NormalisedColumns.of(Nd4j.hstack(ATOM, ATOM), ATOM));
        assertThrows(IllegalArgumentException.class, () -> NormalisedColumns.of(ATOM.castTo(DataType.FLOAT), ATOM));
        assertThrows(IllegalArgumentException.class, () -> NormalisedColumns.of(NAN, ATOM));
        assertThrows(IllegalArgumentException.class, () -> NormalisedColumns.bound(1.01));
        assertThrows(IllegalArgumentException.class, () -> NormalisedColumns.bound(Double.NaN));
    }
}
