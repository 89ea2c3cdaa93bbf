package org.autoencoder4j.check.refinement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LocalRateTest {
    private static final RandomStreams STREAMS = RandomStreams.of(5);

    private static GenerativeModel model(int features, int units, int sparsity, boolean signed, double noise) {
        INDArray atoms = Dictionaries.gaussian(features, units, DataType.DOUBLE, STREAMS);
        ValueLaw values = signed ? ValueLaw.symmetricUniform(1, 2) : ValueLaw.nonNegativeUniform(1, 2);
        return new GenerativeModel(atoms, CodeLaw.sparse(units, sparsity, values), noise);
    }

    /**
     * The literal Jacobian's growth after 400 products: eigenvalues lie close, so it is below by up to some per cent.
     */
    @ParameterizedTest
    @CsvSource({
        "8,10,2,true,0",
        "8,10,2,false,0",
        "16,24,3,true,0",
        "16,24,3,false,0",
        "8,10,3,false,.4",
        "8,10,3,true,.4"
    })
    void isTheGreatestEigenvalueOfTheLiteralJacobian(int n, int m, int k, boolean signed, double noise) {
        GenerativeModel model = model(n, m, k, signed, noise);
        double literal = new LiteralRate(model).rate(400);
        double rate = LocalRate.of(model).rate();
        assertEquals(literal, rate, 2e-3 * rate);
    }

    /** Central differences of the update itself, of which nothing but its formula is known; 300 products. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void isTheRateOfTheUpdate(boolean signed) {
        GenerativeModel model = model(8, 10, 3, signed, 0.2);
        INDArray atoms = model.dictionary();
        INDArray direction = Dictionaries.gaussian(8, 10, DataType.DOUBLE, RandomStreams.of(9));
        double growth = 0;
        for (int i = 0; i < 300; i++) {
            INDArray step = direction.mul(1e-5 / direction.norm2Number().doubleValue());
            INDArray image = ExpectedSweep.of(model, atoms.add(step))
                    .update()
                    .sub(ExpectedSweep.of(model, atoms.sub(step)).update())
                    .divi(2e-5);
            growth = image.norm2Number().doubleValue();
            direction = image;
        }
        double rate = LocalRate.of(model).rate();
        assertEquals(growth, rate, 2e-3 * rate);
    }

    /** Codes of both signs: columns do not mix, and noise adds less than sigma^2 / kappa2 / (1 - mu1). */
    @Test
    void columnsOfBothSignsHaveBlocks() {
        GenerativeModel model = model(16, 24, 3, true, 0);
        ColumnRates columns = ColumnRates.of(model);
        assertEquals(LocalRate.of(model).rate(), columns.rate(columns.slowest()), 1e-8);
        assertTrue(columns.rate(0) <= columns.rate(columns.slowest()));
        assertThrows(IllegalArgumentException.class, () -> ColumnRates.of(model(16, 24, 3, false, 0)));
    }

    /** Orthonormal atoms: rho = (k - 1) / (m - 1) for codes of both signs, and the bound is attained. */
    @Test
    void orthonormalAtomsAttainTheBound() {
        INDArray atoms = Dictionaries.orthonormal(10, 9, DataType.DOUBLE, STREAMS);
        for (double noise : new double[] {0, 0.5}) {
            GenerativeModel model =
                    new GenerativeModel(atoms, CodeLaw.sparse(9, 3, ValueLaw.symmetricUniform(1, 2)), noise);
            double kappa2 = 7.0 / 3;
            double expected = 1 - (1 - 2.0 / 8) / (1 + noise * noise / kappa2);
            assertEquals(expected, LocalRate.of(model).rate(), 1e-8);
            assertEquals(expected, RateBound.of(model).value(), 1e-12);
            // Equal to rounding: neither kept nor violated.
            assertEquals(Verdict.INCONCLUSIVE, LocalRate.of(model).closedBound().verdict());
        }
    }

    @ParameterizedTest
    @CsvSource({"30,8,2", "40,8,3"})
    void theBoundHoldsForBothSignsAndIsNotClaimedForOne(int n, int m, int k) {
        LocalRate rate = LocalRate.of(model(n, m, k, true, 0.1));
        assertEquals(
                Verdict.HOLDS,
                rate.closedBound().verdict(),
                () -> rate.closedBound().text());
        LocalRate oneSign = LocalRate.of(model(n, m, k, false, 0.1));
        assertEquals(Verdict.NOT_APPLICABLE, oneSign.closedBound().verdict());
        assertTrue(oneSign.rate() > rate.rate());
    }

    /** One unit in each sample: a sweep without noise lands on the dictionary. */
    @Test
    void aMixtureIsFoundAtOnce() {
        GenerativeModel model = new GenerativeModel(
                Dictionaries.gaussian(6, 4, DataType.DOUBLE, STREAMS), CodeLaw.oneHot(0.1, 0.2, 0.3, 0.4), 0);
        assertEquals(0, LocalRate.of(model).rate(), 1e-9);
        assertEquals(0, RateBound.of(model).value(), 1e-15);
    }

    /** Supports that span the whole space determine nothing. */
    @Test
    void supportsOfAllFeaturesDoNotDetermineTheDictionary() {
        LocalRate rate = LocalRate.of(model(3, 6, 3, true, 0));
        assertEquals(1, rate.rate(), 1e-8);
        assertEquals(Verdict.FAILS, rate.contraction(0.99).verdict());
    }

    /**
     * 6 seeds: the interval of 4 standard errors on either side holds the rate; false alarms below 1e-3 over all seeds.
     */
    @Test
    void drawnSupportsGiveAnIntervalThatHoldsTheRate() {
        for (boolean signed : new boolean[] {true, false}) {
            GenerativeModel model = model(8, 10, 3, signed, 0.1);
            double rate = LocalRate.of(model).rate();
            for (int seed = 0; seed < 3; seed++) {
                LocalRate drawn = LocalRate.sampled(model, RandomStreams.of(seed), 2000);
                assertEquals(Verdict.INCONCLUSIVE, drawn.contraction(rate).verdict());
                assertEquals(Verdict.HOLDS, drawn.contraction(1.3 * rate).verdict());
                assertEquals(Verdict.FAILS, drawn.contraction(0.7 * rate).verdict());
                assertEquals(rate, drawn.rate(), 0.15 * rate);
            }
        }
    }

    @Test
    void fewDrawsDecideNothing() {
        LocalRate drawn = LocalRate.sampled(model(8, 4, 3, true, 0.1), STREAMS, 20);
        assertEquals(Verdict.INCONCLUSIVE, drawn.contraction(0.99).verdict());
        assertEquals(Verdict.INCONCLUSIVE, drawn.contraction(0.001).verdict());
        assertThrows(ArithmeticException.class, () -> LocalRate.sampled(model(8, 12, 3, true, 0.1), STREAMS, 2));
    }

    @Test
    void dependentSupportsHaveNoRate() {
        INDArray atoms = Dictionaries.gaussian(5, 4, DataType.DOUBLE, STREAMS);
        atoms.putColumn(3, atoms.getColumn(1));
        GenerativeModel model = new GenerativeModel(atoms, CodeLaw.sparse(4, 2, ValueLaw.rademacher()), 0);
        assertEquals(Verdict.NOT_APPLICABLE, LocalRate.of(model).contraction(1).verdict());
        assertThrows(IllegalArgumentException.class, () -> ColumnRates.of(model));
    }

    @Test
    void cumulativeCoherenceByHand() {
        INDArray columns = Nd4j.createFromArray(new double[][] {{1, 0.6, 0, -0.8}, {0, 0.8, 1, 0.6}});
        CumulativeCoherence coherence = CumulativeCoherence.of(columns);
        // Products: 01: .6, 02: 0, 03: -.8, 12: .8, 13: 0, 23: .6.
        assertEquals(
                List.of(0.0, 0.8, 1.4, 1.4),
                IntStream.range(0, 4)
                        .mapToObj(k -> Math.round(1e12 * coherence.at(k)) / 1e12)
                        .toList());
        assertEquals(0, coherence.row(1));
        assertEquals(0, coherence.normDeviation(), 1e-15);
        assertThrows(IllegalArgumentException.class, () -> coherence.at(4));
    }

    /** The rate does not depend on the lengths of atoms, and so the bound must not either. */
    @Test
    void theClosedBoundHoldsForLengthsThatAreNotQuiteOne() {
        INDArray atoms = Dictionaries.orthonormal(10, 9, DataType.DOUBLE, RandomStreams.of(1))
                .mul(0.9999995);
        GenerativeModel model = new GenerativeModel(atoms, CodeLaw.sparse(9, 3, ValueLaw.symmetricUniform(1, 2)), 0);
        LocalRate rate = LocalRate.of(model);
        assertEquals(0.25, rate.rate(), 1e-8);
        assertNotEquals(Verdict.FAILS, rate.closedBound().verdict(), rate.closedBound()::text);
        assertEquals(0.25, RateBound.of(model).value(), 1e-12);
    }
}
