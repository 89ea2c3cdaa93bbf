package org.autoencoder4j.check.expectation;

import java.util.OptionalInt;
import org.apache.commons.numbers.combinatorics.BinomialCoefficientDouble;
import org.apache.commons.numbers.combinatorics.Combinations;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.UnstatedConstantException;

/** All supports of a law: the sets of k of m units, or those of any size where the law states no k. */
final class Supports {
    private Supports() {}

    /** The number of sets, as a double: it may be large. */
    static double count(CodeLaw law) {
        int units = law.units();
        OptionalInt size = size(law);
        return size.isEmpty() ? Math.scalb(1.0, units) : BinomialCoefficientDouble.value(units, size.getAsInt());
    }

    /** Sums what holds given each support times its probability. */
    static Coefficients expectation(Products products, CodeLaw law) {
        Coefficients sum = new Coefficients(products.units());
        SupportExpectation given = new SupportExpectation(products);
        OptionalInt only = size(law);
        for (int size = only.orElse(0); size <= only.orElse(law.units()); size++) {
            Combinations.of(law.units(), size).iterator().forEachRemaining(support -> {
                given.compute(support);
                sum.add(support, law.supportProbability(support), given);
            });
        }
        return sum;
    }

    private static OptionalInt size(CodeLaw law) {
        try {
            return OptionalInt.of(law.sparsity());
        } catch (UnstatedConstantException e) {
            return OptionalInt.empty();
        }
    }
}
