package org.autoencoder4j.ntk.training.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunClaimsTest {
    private static void add(RunClaims claims, int times, double condition, double measured) {
        for (int i = 0; i < times; i++) {
            claims.add(
                    i,
                    Report.on("a claim", Reference.corrected("NWH-NTK", "a step"))
                            .requiring(new Bound("condition", condition, Relation.AT_LEAST, 1))
                            .claiming(new Bound("measured", measured, Relation.AT_MOST, 1)));
        }
    }

    /** A claim that had nothing to say at most steps does not hold of the run; one failure is a failure, however few applied. */
    @ParameterizedTest
    @CsvSource({
        "100, 0, 0, HOLDS",
        "90, 10, 0, HOLDS",
        "89, 11, 0, NOT_APPLICABLE",
        "1, 99, 0, NOT_APPLICABLE",
        "0, 100, 0, NOT_APPLICABLE",
        "1, 98, 1, FAILS",
        "99, 0, 1, FAILS"
    })
    void nineTenthsOfTheStepsMustMeetTheConditions(int holding, int notApplicable, int failing, Verdict expected) {
        RunClaims claims = new RunClaims();
        add(claims, holding, 2, 0.5);
        add(claims, notApplicable, 0, 0.5);
        add(claims, failing, 2, 3);
        Report report = claims.report();
        assertEquals(expected, report.verdict(), report::text);
        assertEquals(holding, report.findings().get("stepsHolding"));
        assertEquals(notApplicable, report.findings().get("stepsNotApplicable"));
        assertEquals(failing, report.findings().get("stepsFailing"));
        assertEquals(failing > 0, report.witness().isPresent());
    }

    @Test
    void undecidedStepsLeaveTheRunUndecided() {
        RunClaims claims = new RunClaims();
        add(claims, 95, 2, 0.5);
        add(claims, 5, 2, Double.NaN);
        assertEquals(Verdict.INCONCLUSIVE, claims.report().verdict());
    }

    /** A limit of infinity that is met by infinity has no tightness; what fails later is still the worst. */
    @Test
    void infiniteNumbersHideNoFailure() {
        RunClaims claims = new RunClaims();
        claims.add(
                0,
                Report.on("a claim", Reference.corrected("NWH-NTK", "a step"))
                        .claiming(new Bound(
                                "measured", Double.POSITIVE_INFINITY, Relation.AT_MOST, Double.POSITIVE_INFINITY)));
        add(claims, 1, 2, 3);
        assertEquals(Verdict.FAILS, claims.report().verdict(), claims.report()::text);
        assertEquals(3, claims.report().bounds().get(0).measured());
    }
}
