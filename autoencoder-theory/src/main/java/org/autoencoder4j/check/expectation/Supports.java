package org.autoencoder4j.check.expectation;

import org.apache.commons.math3.util.CombinatoricsUtils;
import org.autoencoder4j.model.law.CodeLaw;

/** All sets of k of m units. */
final class Supports {
    private Supports() {}

    /** The number of sets, as a double: it may be large. */
    static double count(CodeLaw law) {
        return Math.rint(Math.exp(CombinatoricsUtils.factorialLog(law.units())
                - CombinatoricsUtils.factorialLog(law.sparsity())
                - CombinatoricsUtils.factorialLog(law.units() - law.sparsity())));
    }

    /** Sums what holds given each support times its probability. All supports have k units, so P[S = s] = P[s in S]. */
    static Coefficients expectation(Products products, CodeLaw law) {
        Coefficients sum = new Coefficients(products.units());
        SupportExpectation given = new SupportExpectation(products, law.sparsity());
        CombinatoricsUtils.combinationsIterator(law.units(), law.sparsity()).forEachRemaining(support -> {
            given.compute(support);
            sum.add(support, law.inclusion(support), given);
        });
        return sum;
    }
}
