package org.autoencoder4j.check.refinement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.autoencoder4j.check.closeness.Matching;
import org.autoencoder4j.check.closeness.SignFlips;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class StatisticalFloorTest {
    private static final RandomStreams STREAMS = RandomStreams.of(5);
    private static final INDArray ATOMS = Dictionaries.gaussian(64, 128, DataType.DOUBLE, STREAMS);
    private static final INDArray NEAR = Initialiser.near(ATOMS, 0.5).weights(128, STREAMS);

    private static GenerativeModel model(boolean signed, double noise) {
        ValueLaw values = signed ? ValueLaw.symmetricUniform(1, 2) : ValueLaw.nonNegativeUniform(1, 2);
        return new GenerativeModel(ATOMS, CodeLaw.sparse(128, 3, values), noise);
    }

    private static Matching matching(INDArray weights) {
        return Matching.minimumSum(weights, ATOMS, SignFlips.FORBIDDEN);
    }

    /** sigma sqrt(m (n - 1)^2 / ((n - k) N k kappa2')), kappa2 = 7/3 and kappa1 = 3/2. */
    @Test
    void byHand() {
        StatisticalFloor both = StatisticalFloor.of(model(true, 0.01));
        double expected = 0.01 * Math.sqrt(128.0 * 63 * 63 / (61.0 * 20000 * 3 * 7 / 3));
        assertEquals(expected, both.error(20000), 1e-15);
        assertEquals(0.0024, both.error(20000), 5e-5);
        StatisticalFloor one = StatisticalFloor.of(model(false, 0.01), 5);
        assertEquals(7.0 / 3 - 2.25 * 2 / 127, one.energy(), 1e-14);
        assertEquals(3.0 / 128, one.share(), 1e-15);
        assertEquals(0.01 * Math.sqrt(63 / 4000.0), StatisticalFloor.estimate(64, 0.01, 4000), 1e-16);
    }

    @Test
    void inversesInvert() {
        StatisticalFloor floor = StatisticalFloor.of(model(false, 0.05));
        assertEquals(12345, floor.samples(floor.error(12345)), 1e-8);
        assertEquals(0.05, floor.noise(floor.error(500), 500), 1e-15);
        assertEquals(0, StatisticalFloor.of(model(false, 0)).samples(1e-3));
        GenerativeModel mixture = new GenerativeModel(ATOMS, CodeLaw.oneHotUniform(128), 0.05);
        assertEquals(
                0.05 * Math.sqrt(63 * 128 / 1000.0),
                StatisticalFloor.of(mixture).error(1000),
                1e-14);
        assertThrows(IllegalArgumentException.class, () -> floor.error(0));
        assertThrows(IllegalArgumentException.class, () -> floor.samples(0));
        assertThrows(IllegalArgumentException.class, () -> new StatisticalFloor(3, 3, 0.1, 0.5, 1));
    }

    /** Without noise even few samples give the dictionary itself: 3000, 20 sweeps from half a radius away. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void withoutNoiseTheDictionaryIsFoundExactly(boolean signed) {
        OracleSweeps sweeps = new OracleSweeps(model(signed, 0), STREAMS, 3000, NEAR);
        for (int i = 0; i < 20; i++) {
            sweeps.sweep();
        }
        assertEquals(0, matching(sweeps.weights()).delta(), 1e-12);
    }

    /**
     * 8000 samples, 187 uses of each atom; 128 columns. Formula and estimates of the run itself both tell the truth.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sweepsEndAtTheFloor(boolean signed) {
        GenerativeModel model = model(signed, 0.1);
        OracleSweeps sweeps = new OracleSweeps(model, STREAMS, 8000, NEAR);
        for (int i = 0; i < 5; i++) {
            sweeps.sweep();
        }
        Matching matching = matching(sweeps.weights());
        double[] formula = new double[128];
        Arrays.fill(formula, StatisticalFloor.of(model).error(8000));
        Report byFormula = ColumnErrors.of(matching, formula).report();
        assertEquals(Verdict.HOLDS, byFormula.verdict(), byFormula::text);
        ColumnErrors estimated = ColumnErrors.of(matching, sweeps.estimates());
        assertEquals(
                Verdict.HOLDS,
                estimated.report().verdict(),
                () -> estimated.report().text());
        assertTrue(estimated.greatest() < 1.5);
        double[] wrong =
                Arrays.stream(sweeps.estimates()).map(each -> each / 1.25).toArray();
        assertEquals(Verdict.FAILS, ColumnErrors.of(matching, wrong).report().verdict());
    }

    @Test
    void predictionsFollowTheColumnsOfTheWeights() {
        INDArray few = ATOMS.getColumns(0, 1, 2).dup('f');
        INDArray weights = ATOMS.getColumns(2, 0, 1, 3).dup('f');
        weights.putScalar(0, 0, weights.getDouble(0, 0) + 0.3);
        ColumnErrors errors =
                ColumnErrors.of(Matching.minimumSum(weights, few, SignFlips.FORBIDDEN), 0.1, 0.2, 0.3, 0.4);
        assertEquals(3, errors.ratio(2), 1e-12);
        assertEquals(0, errors.ratio(0), 1e-12);
        assertEquals(Verdict.INCONCLUSIVE, errors.report().verdict());
        assertThrows(
                IllegalArgumentException.class,
                () -> ColumnErrors.of(Matching.minimumSum(weights, few, SignFlips.FORBIDDEN), 0.1, 0.2, 0.3));
    }
}
