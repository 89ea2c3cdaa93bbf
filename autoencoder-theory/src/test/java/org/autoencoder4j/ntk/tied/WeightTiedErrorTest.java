package org.autoencoder4j.ntk.tied;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.autoencoder4j.ntk.Draws;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class WeightTiedErrorTest {
    private static final RandomStreams STREAMS = RandomStreams.of(1);

    @Test
    void golden() {
        Golden golden = Golden.read("p2_weight_tied_0");
        double[][] cases = golden.matrix("inputs/cases").toDoubleMatrix();
        double[] expected = golden.doubles("outputs/expected");
        for (int i = 0; i < expected.length; i++) {
            double[] c = cases[i];
            assertClose(expected[i], WeightTiedError.expected((int) c[0], c[1], c[2], c[3] * c[3]), golden.tolerance());
        }
    }

    /** 20000 networks each; a right mean is refused at 4 standard errors with probability below 1e-4. */
    @ParameterizedTest
    @CsvSource({"3, 4, 2", "5, 10, 1", "2, 3, 0.5", "10, 20, 2", "1, 1, 3"})
    void drawnNetworksHaveTheExpectedError(int d, int m, double variance) {
        INDArray sample = Nd4j.createFromArray(Draws.gaussian(Draws.random(13), d));
        Report report = WeightTiedError.measured(sample, m, variance, 20_000, STREAMS);
        assertEquals(Verdict.HOLDS, report.verdict(), report::text);
        double wrong = WeightTiedError.expected(d + 1, m, variance, 1) / WeightTiedError.expected(d, m, variance, 1);
        double error = report.findings().get("standardError");
        assertTrue(
                Math.abs(report.findings().get("expected") * (wrong - 1)) > 5 * error,
                "one feature more is told apart");
    }

    /** Two networks, whose mean may be anything: neither a right expectation nor a wrong one can be told from them. */
    @Test
    void twoNetworksProveNothing() {
        INDArray sample = Nd4j.createFromArray(1.0, 0.5, -2);
        for (int units : new int[] {1, 3, 10}) {
            Report report = WeightTiedError.measured(sample, units, 2, 2, STREAMS);
            assertEquals(Verdict.INCONCLUSIVE, report.verdict(), report::text);
        }
    }

    /** 3 d / epsilon is printed; at d = 1 and 2 it leaves an error above epsilon. */
    @Test
    void thePrintedWidthNeedsThreeFeatures() {
        for (int d = 1; d <= 5; d++) {
            double needed = WeightTiedError.requiredUnits(d, 0.01);
            assertEquals(0.01, WeightTiedError.expected(d, needed, WeightTiedError.CRITICAL_VARIANCE, 1), 1e-15);
            double printed = WeightTiedError.expected(d, 3 * d / 0.01, WeightTiedError.CRITICAL_VARIANCE, 1);
            assertEquals(d < 3, printed > 0.01 * (1 + 1e-12), "d = " + d);
        }
    }

    @Test
    void isReproducibleAndTakesFloat() {
        INDArray sample = Nd4j.createFromArray(1.0, 0.5, -2);
        Report first = WeightTiedError.measured(sample, 5, 2, 10, STREAMS);
        Report again = WeightTiedError.measured(sample.castTo(DataType.FLOAT), 5, 2, 10, STREAMS);
        assertEquals(first.findings(), again.findings());
    }

    @Test
    void refusesWrongArguments() {
        INDArray sample = Nd4j.createFromArray(1.0, 0.5, -2);
        assertThrows(IllegalArgumentException.class, () -> WeightTiedError.expected(0, 1, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> WeightTiedError.expected(1, 0, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> WeightTiedError.expected(1, 1, -2, 1));
        assertThrows(IllegalArgumentException.class, () -> WeightTiedError.expected(1, 1, 2, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> WeightTiedError.requiredUnits(1, 0));
        assertThrows(IllegalArgumentException.class, () -> WeightTiedError.measured(sample, 0, 2, 10, STREAMS));
        assertThrows(IllegalArgumentException.class, () -> WeightTiedError.measured(sample, 1, 0, 10, STREAMS));
        assertThrows(IllegalArgumentException.class, () -> WeightTiedError.measured(sample, 1, 2, 1, STREAMS));
        assertThrows(IllegalArgumentException.class, () -> WeightTiedError.measured(sample.div(0), 1, 2, 10, STREAMS));
    }
}
