package org.autoencoder4j.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.autoencoder4j.provenance.Provenance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTest {
    private static final Bound TRUE = new Bound("a", 1, Relation.AT_MOST, 2);
    private static final Bound FALSE = new Bound("b", 3, Relation.AT_MOST, 2);
    private static final Bound CLOSE = Bound.sampled("c", 3, Relation.AT_MOST, 2, 0.5, 30);
    private static final Bound UNKNOWN = new Bound("d", Double.NaN, Relation.AT_MOST, 2);
    private static final Report EMPTY = Report.on("a is small", Reference.corrected("P", "Theorem 1"));

    @ParameterizedTest
    @CsvSource({
        // measured, relation, limit, standard error, verdict
        "1,        AT_MOST,  2,        0,   HOLDS",
        "2,        AT_MOST,  2,        0,   INCONCLUSIVE",
        "0,        AT_MOST,  0,        0,   HOLDS",
        "2,        BELOW,    2,        0,   INCONCLUSIVE",
        "2,        ABOVE,    2,        0,   INCONCLUSIVE",
        "2,        AT_LEAST, 2,        0,   INCONCLUSIVE",
        "1,        AT_LEAST, 2,        0,   FAILS",
        "1,        ABOVE,    2,        0,   FAILS",
        "3,        BELOW,    2,        0,   FAILS",
        "1,        BELOW,    2,        0,   HOLDS",
        "3,        ABOVE,    2,        0,   HOLDS",
        // 1e-9 relative where there is no chance, in either direction
        "1.9999999981, AT_MOST, 2,     0,   INCONCLUSIVE",
        "1.9999999979, AT_MOST, 2,     0,   HOLDS",
        "2.0000000019, ABOVE, 2,       0,   INCONCLUSIVE",
        "2.0000000021, ABOVE, 2,       0,   HOLDS",
        "2.0000000019, AT_MOST, 2,     0,   INCONCLUSIVE",
        "2.0000000021, AT_MOST, 2,     0,   FAILS",
        "-2.0000000019, AT_LEAST, -2,  0,   INCONCLUSIVE",
        "1e-300,   AT_MOST,  0,        0,   FAILS",
        // four standard errors where there is, in either direction
        "1.601,    AT_MOST,  2,        0.1, INCONCLUSIVE",
        "1.599,    AT_MOST,  2,        0.1, HOLDS",
        "2.399,    ABOVE,    2,        0.1, INCONCLUSIVE",
        "2.401,    ABOVE,    2,        0.1, HOLDS",
        "2.399,    AT_MOST,  2,        0.1, INCONCLUSIVE",
        "2.401,    AT_MOST,  2,        0.1, FAILS",
        "1.601,    AT_LEAST, 2,        0.1, INCONCLUSIVE",
        "1.599,    AT_LEAST, 2,        0.1, FAILS",
        "1.9,      AT_MOST,  2,        0.1, INCONCLUSIVE",
        // what is not finite
        "NaN,      AT_MOST,  2,        0,   INCONCLUSIVE",
        "1,        AT_MOST,  NaN,      0,   INCONCLUSIVE",
        "1,        AT_MOST,  2,        NaN, INCONCLUSIVE",
        "Infinity, AT_MOST,  2,        0,   FAILS",
        "Infinity, AT_MOST,  2,        0.1, FAILS",
        "1,        AT_MOST,  Infinity, 0,   HOLDS",
        "Infinity, AT_MOST,  Infinity, 0,   HOLDS",
        "-Infinity, AT_LEAST, 2,       0,   FAILS",
        "3,        AT_MOST,  2,        Infinity, INCONCLUSIVE",
    })
    void verdictOfABound(double measured, Relation relation, double limit, double error, Verdict verdict) {
        assertEquals(
                verdict,
                Bound.sampled("q", measured, relation, limit, error, 30).verdict());
        if (error == 0) {
            assertEquals(verdict, new Bound("q", measured, relation, limit).verdict());
        }
    }

    /** Two equal numbers have a standard error of 0 and say next to nothing. */
    @Test
    void fewDrawsDecideNothing() {
        for (double limit : new double[] {1, 3}) {
            Bound few = Bound.sampled("q", 2, Relation.AT_MOST, limit, 0, 29);
            assertEquals(Verdict.INCONCLUSIVE, few.verdict());
        }
        assertEquals(
                Verdict.HOLDS, Bound.sampled("q", 2, Relation.AT_MOST, 3, 0, 30).verdict());
    }

    /** A tie of exact numbers is decided by the relation, one of rounded numbers is not decided. */
    @ParameterizedTest
    @CsvSource({
        // measured, relation, limit, rounding, verdict
        "2,       AT_MOST,  2,  0,    HOLDS",
        "2,       BELOW,    2,  0,    FAILS",
        "2,       AT_LEAST, 2,  0,    HOLDS",
        "2,       ABOVE,    2,  0,    FAILS",
        "1e-17,   ABOVE,    0,  0,    HOLDS",
        "1e-17,   ABOVE,    0,  1e-15, INCONCLUSIVE",
        "-1e-17,  ABOVE,    0,  1e-15, INCONCLUSIVE",
        "2e-15,   ABOVE,    0,  1e-15, HOLDS",
        "-2e-15,  ABOVE,    0,  1e-15, FAILS",
        "1,       ABOVE,    0,  NaN,  INCONCLUSIVE",
    })
    void roundingIsThatOfTheBound(double measured, Relation relation, double limit, double rounding, Verdict verdict) {
        assertEquals(
                verdict, Bound.rounded("q", measured, relation, limit, rounding).verdict());
        if (rounding == 0) {
            assertEquals(verdict, Bound.exact("q", measured, relation, limit).verdict());
        }
    }

    /** All of the interval must keep the limit, or nothing of it. */
    @Test
    void theIntervalDecides() {
        assertEquals(Verdict.HOLDS, new Bound("q", 2, Relation.AT_MOST, 3, 1, 3).verdict());
        assertEquals(Verdict.INCONCLUSIVE, new Bound("q", 2, Relation.AT_MOST, 3, 1, 3.5).verdict());
        assertEquals(Verdict.INCONCLUSIVE, new Bound("q", 2, Relation.AT_MOST, 1.5, 1, 3).verdict());
        assertEquals(Verdict.FAILS, new Bound("q", 2, Relation.AT_MOST, 0.5, 1, 3).verdict());
        assertEquals(Verdict.INCONCLUSIVE, new Bound("q", 2, Relation.AT_MOST, 5, Double.NaN, 3).verdict());
        assertThrows(IllegalArgumentException.class, () -> new Bound("q", 2, Relation.AT_MOST, 3, 2.1, 3));
        assertThrows(IllegalArgumentException.class, () -> new Bound("q", 2, Relation.AT_MOST, 3, 1, 1.9));
        Bound renamed = new Bound("q", 2, Relation.AT_MOST, 3, 1, 3.5).named("r");
        assertEquals(new Bound("r", 2, Relation.AT_MOST, 3, 1, 3.5), renamed);
    }

    @Test
    void verdictOfAReport() {
        assertEquals(Verdict.INCONCLUSIVE, EMPTY.verdict());
        assertEquals(Verdict.INCONCLUSIVE, EMPTY.requiring(TRUE).verdict());
        assertEquals(Verdict.NOT_APPLICABLE, EMPTY.requiring(FALSE).verdict());
        assertEquals(Verdict.HOLDS, EMPTY.requiring(TRUE).claiming(TRUE).verdict());
        assertEquals(
                Verdict.FAILS,
                EMPTY.requiring(TRUE).claiming(TRUE).claiming(FALSE).verdict());
        assertEquals(Verdict.FAILS, EMPTY.claiming(CLOSE).claiming(FALSE).verdict());
        assertEquals(Verdict.INCONCLUSIVE, EMPTY.claiming(TRUE).claiming(CLOSE).verdict());
        assertEquals(
                Verdict.NOT_APPLICABLE, EMPTY.requiring(FALSE).claiming(TRUE).verdict());
        assertEquals(
                Verdict.NOT_APPLICABLE,
                EMPTY.requiring(CLOSE).requiring(FALSE).claiming(FALSE).verdict());
        assertEquals(Verdict.INCONCLUSIVE, EMPTY.requiring(CLOSE).claiming(TRUE).verdict());
        assertEquals(
                Verdict.INCONCLUSIVE, EMPTY.requiring(CLOSE).claiming(FALSE).verdict());
    }

    @Test
    void aNaNAnywhereIsInconclusive() {
        assertEquals(
                Verdict.INCONCLUSIVE, EMPTY.requiring(UNKNOWN).claiming(FALSE).verdict());
        assertEquals(
                Verdict.INCONCLUSIVE, EMPTY.requiring(FALSE).claiming(UNKNOWN).verdict());
        assertEquals(
                Verdict.INCONCLUSIVE, EMPTY.claiming(FALSE).claiming(UNKNOWN).verdict());
        assertEquals(
                Verdict.INCONCLUSIVE, EMPTY.claiming(TRUE).with("x", Double.NaN).verdict());
    }

    @Test
    void aNegativeStandardErrorIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Bound.sampled("q", 1, Relation.AT_MOST, 2, -1, 30));
        assertThrows(IllegalArgumentException.class, () -> Bound.rounded("q", 1, Relation.AT_MOST, 2, -1));
    }

    @Test
    void copiesLeaveTheOriginalAlone() {
        Report report = EMPTY.requiring(TRUE).claiming(FALSE).with("x", 1).witnessedBy("w");
        assertEquals(List.of(), EMPTY.bounds());
        assertEquals(Optional.empty(), EMPTY.witness());
        assertEquals(List.of(TRUE), report.conditions());
        assertEquals(List.of(FALSE), report.bounds());
        assertEquals(Optional.of("w"), report.witness());
        assertThrows(UnsupportedOperationException.class, () -> report.bounds().clear());
        assertThrows(
                UnsupportedOperationException.class, () -> report.conditions().clear());
        assertThrows(
                UnsupportedOperationException.class, () -> report.findings().clear());
    }

    @Test
    void oneLineHasTheNumbersThatDecide() {
        assertEquals("INCONCLUSIVE: a is small (P Theorem 1, corrected)", EMPTY.toString());
        assertEquals(
                "HOLDS: a is small (P Theorem 1, corrected): a = 1 <= 2",
                EMPTY.requiring(TRUE).claiming(TRUE).toString());
        assertEquals(
                "NOT_APPLICABLE: a is small (P Theorem 1, corrected): b = 3 <= 2",
                EMPTY.requiring(FALSE).claiming(TRUE).toString());
        assertEquals(
                "INCONCLUSIVE: a is small (P Theorem 1, corrected): c = 3 <= 2 (between 1 and 5)",
                EMPTY.claiming(TRUE).claiming(CLOSE).toString());
    }

    @Test
    void textHasEverythingInOrder() {
        Report report = Report.on("a is small", Reference.asPrinted("P", "Lemma 2"))
                .requiring(TRUE)
                .claiming(FALSE)
                .claiming(CLOSE)
                .with("second", 1.0 / 3)
                .with("first", 1e-12)
                .with("none", Double.NEGATIVE_INFINITY)
                .witnessedBy("unit 7");
        assertEquals("""
                FAILS: a is small (P Lemma 2)
                  if    a = 1 <= 2: HOLDS
                  then  b = 3 <= 2: FAILS
                  then  c = 3 <= 2 (between 1 and 5): INCONCLUSIVE
                  found second = 0.333333
                  found first = 1.0E-12
                  found none = -Infinity
                  at    unit 7
                """, report.text());
    }

    @Test
    void jsonIsValidAndCompleteEvenWithoutFiniteNumbers() throws Exception {
        Report report = EMPTY.requiring(UNKNOWN)
                .claiming(Bound.sampled("e", Double.POSITIVE_INFINITY, Relation.BELOW, 1.0 / 3, 0.25, 30))
                .with("z", 1.0 / 3)
                .with("y", Double.NEGATIVE_INFINITY)
                .witnessedBy("\"quoted\"");
        JsonNode json = new ObjectMapper().readTree(report.toJson());
        assertEquals(new ObjectMapper().readTree("""
                                {"statement": "a is small",
                                 "reference": {"paper": "P", "item": "Theorem 1", "form": "CORRECTED"},
                                 "verdict": "INCONCLUSIVE",
                                 "conditions": [{"quantity": "d", "measured": "NaN", "relation": "AT_MOST",
                                   "limit": 2.0, "low": "NaN", "high": "NaN", "verdict": "INCONCLUSIVE"}],
                                 "bounds": [{"quantity": "e", "measured": "Infinity", "relation": "BELOW",
                                   "limit": 0.3333333333333333, "low": "Infinity", "high": "Infinity", "verdict": "FAILS"}],
                                 "findings": {"z": 0.3333333333333333, "y": "-Infinity"},
                                 "witness": "\\"quoted\\""}
                                """), json);
        assertEquals(report.toJson(), report.toJson());
        assertEquals(false, new ObjectMapper().readTree(EMPTY.toJson()).has("witness"));
    }

    @Test
    void saysHowItsNumbersWereMade() throws IOException {
        Provenance made = Provenance.current().withSeed(3).withRule("Descent", Map.of("rate", "0.1"));
        Report report = EMPTY.claiming(TRUE).madeBy(made).with("more", 1);
        assertEquals(Optional.of(made), report.provenance());
        assertEquals(Optional.empty(), EMPTY.provenance());
        assertTrue(report.text().contains("\n  made  library: "), report.text());
        assertTrue(
                report.text().endsWith("\n  made  rule: Descent\n  made  rule: rate: 0.1\n  made  seed: 3\n"),
                report.text());
        JsonNode json = new ObjectMapper().readTree(report.toJson());
        assertEquals(made, Provenance.fromJson(json.path("provenance").toString()));
        assertEquals(EMPTY.claiming(TRUE).verdict(), report.verdict());
    }
}
