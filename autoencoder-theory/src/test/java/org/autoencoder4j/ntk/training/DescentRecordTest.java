package org.autoencoder4j.ntk.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Consumer;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

/** The reports of {@link ScalarRun}, each number by hand: with eta = 1/8 a step keeps the hypotheses, with 15/8 it is too long. */
class DescentRecordTest {
    private static DescentRecord run(Regime regime, double... rates) {
        return new DescentRecord(
                ScalarRun.sample(DataType.DOUBLE),
                regime,
                ScalarRun.LAMBDA,
                ScalarRun.steps(regime, DataType.DOUBLE, rates),
                null);
    }

    private static Reference theorem(Regime regime) {
        return Reference.corrected("NWH-NTK", regime.trainsDecoder() ? "Theorem 5.2" : "Theorem 4.2");
    }

    @ParameterizedTest
    @EnumSource(
            value = Regime.class,
            names = {"WEAKLY_TRAINED", "DECODER_ONLY"})
    void shortStepsKeepTheHypothesesAndTheLine(Regime regime) {
        DescentRecord record = run(regime, 0.125, 0.125, 0.125);
        assertEquals(1, record.fractionHolding());
        assertTrue(record.firstFailure().isEmpty());
        for (Report hypothesis : record.hypotheses()) {
            assertEquals(Verdict.HOLDS, hypothesis.verdict(), hypothesis::text);
            assertEquals(theorem(regime), hypothesis.reference());
        }
        assertEquals(regime.trainsDecoder() ? 2 : 3, record.hypotheses().size());
        Report line = record.line();
        assertEquals(Verdict.HOLDS, line.verdict(), line::text);
        assertEquals(3, line.findings().get("stepsBelowFlowLine"));
        assertEquals("DescentRecord[" + regime + ", steps=3, holding=3]", record.toString());
    }

    /** {@code (7/8)^4} of the squared error is left after the second step, and {@code (31/32)(17/32)} of the line. */
    @ParameterizedTest
    @EnumSource(
            value = Regime.class,
            names = {"WEAKLY_TRAINED", "DECODER_ONLY"})
    void theFirstErrorAboveTheLineIsThatAfterTheStepThatIsTooLong(Regime regime) {
        DescentRecord record = run(regime, 0.125, 1.875, 0.125);
        Report line = record.line();
        assertEquals(theorem(regime), line.reference());
        assertEquals("first failed at step 2", line.witness().orElseThrow(), line::text);
        Bound bound = line.bounds().get(0);
        assertEquals(Math.pow(0.875, 4), bound.measured(), 1e-12);
        assertEquals(0.96875 * 0.53125, bound.limit(), 1e-12);
        assertEquals(2, line.findings().get("stepsHolding"));
        assertEquals(Math.exp(-0.5 * 2.125), line.findings().get("flowLineAtEnd"), 1e-12);
        assertEquals(1, line.findings().get("stepsBelowFlowLine"), "after the first step alone");
        assertEquals(Verdict.NOT_APPLICABLE, line.verdict(), "the second step is too long for the theorem");
    }

    @ParameterizedTest
    @EnumSource(
            value = Regime.class,
            names = {"WEAKLY_TRAINED", "DECODER_ONLY"})
    void theFirstFailureIsTheStepThatIsTooLong(Regime regime) {
        DescentRecord record = run(regime, 0.125, 1.875, 0.125);
        assertEquals(1, record.firstFailure().orElseThrow().step());
        assertEquals(2.0 / 3, record.fractionHolding(), 1e-15);
        List<Report> hypotheses = record.hypotheses();
        Report decisive = hypotheses.get(hypotheses.size() - 1);
        assertEquals("first failed at step 1", decisive.witness().orElseThrow(), decisive::text);
        assertEquals("DescentRecord[" + regime + ", steps=3, holding=2]", record.toString());
    }

    /** {@code C_1 = -2 eta e^2} and {@code C_4 = eta^2 e^2}, and no unit changes sign. */
    @Test
    void theClaimsAreThoseOfThePaperInItsOrder() {
        List<Report> weak = run(Regime.WEAKLY_TRAINED, 0.125, 0.125).claims();
        assertEquals(List.of("Claim B.1", "Claim B.2", "Claim B.3", "Claim B.4"), items(weak));
        assertBound(-0.25, -0.0625, weak.get(0));
        assertBound(0, 0, weak.get(1));
        assertBound(0, 0, weak.get(2));
        assertBound(0.015625, 0.015625, weak.get(3));
        List<Report> decoder = run(Regime.DECODER_ONLY, 0.125, 0.125).claims();
        assertEquals(List.of("Claim C.4", "Claim C.8", "(C.3)"), items(decoder));
        assertBound(-0.25, -0.0625, decoder.get(0));
    }

    private static List<String> items(List<Report> reports) {
        return reports.stream().map(report -> report.reference().item()).toList();
    }

    private static void assertBound(double measured, double limit, Report report) {
        assertEquals(measured, report.bounds().get(0).measured(), 1e-12, report::text);
        assertEquals(limit, report.bounds().get(0).limit(), 1e-12, report::text);
        assertEquals(2, report.findings().get("steps"));
    }

    @Test
    void withoutAStepThereIsNothingToReport() {
        DescentRecord empty = run(Regime.WEAKLY_TRAINED);
        List<Consumer<DescentRecord>> reports = List.of(
                DescentRecord::identity,
                DescentRecord::claims,
                DescentRecord::hypotheses,
                DescentRecord::inequalities,
                DescentRecord::contraction,
                DescentRecord::line,
                record -> record.drift(0.1));
        for (Consumer<DescentRecord> report : reports) {
            assertThrows(IllegalStateException.class, () -> report.accept(empty));
        }
        assertThrows(IllegalArgumentException.class, empty::rate);
        assertTrue(Double.isNaN(empty.fractionHolding()));
        assertTrue(empty.firstFailure().isEmpty());
        assertEquals("DescentRecord[WEAKLY_TRAINED, steps=0, holding=0]", empty.toString());
    }
}
